import { Button } from '@mantine/core';
import { FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import type { Extension } from '../../../src-main/contract/extensions.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ENDPOINT_EXAMPLES, type Example, HANDLER_EXAMPLES } from './examples.ts';
import { ScriptForm } from './ScriptForm.tsx';
import classes from './Scripts.module.css';
import { useScripts } from './use-scripts.ts';

/** What is open in the editor. A number beside it makes each opening another one, so that nothing of the last is left. */
interface Open {
  at: number;
  draft: Extension;
  input: string;
  kept: boolean;
}

/** The scripts of one kind: those that are kept, examples to start from, and the one that is open. */
export function ScriptsPane({ kind }: { kind: Extension['kind'] }) {
  const { value: all, error } = useScripts();
  const scripts = (all ?? []).filter((script) => script.kind === kind);
  const examples = kind === 'endpoint' ? ENDPOINT_EXAMPLES : HANDLER_EXAMPLES;
  const [opened, setOpened] = useState<Open>();
  const [first] = scripts;
  const open: Open | undefined =
    opened ?? (first && { at: 0, draft: first, input: inputFor(first, examples), kept: true });
  const show = (draft: Extension, input: string, kept: boolean) =>
    setOpened({ at: (opened?.at ?? 0) + 1, draft, input, kept });
  const begin = ({ extension, input }: Example) =>
    show({ ...extension, id: freeId(extension.id, all ?? []) }, input, false);
  return (
    <div className={classes.scripts}>
      {error && <ErrorNote error={error} />}
      <div className={classes.lists}>
        <section aria-label="Kept scripts">
          <h3 className={classes.listTitle}>Kept, part of the state</h3>
          {scripts.length === 0 ? (
            <p className={classes.hint}>None yet. Start from an example, change it, try it, save it.</p>
          ) : (
            <ul className={classes.list}>
              {scripts.map((script) => (
                <li key={script.id}>
                  <button
                    aria-pressed={open?.kept === true && script.id === open.draft.id}
                    className={classes.script}
                    onClick={() => show(script, inputFor(script, examples), true)}
                    type="button"
                  >
                    <span className={classes.scriptTitle}>{script.title}</span>
                    <code className={classes.scriptPlace}>{placeOf(script)}</code>
                    <OutcomeBadge tone={script.enabled ? 'allowed' : 'neutral'}>
                      {script.enabled ? '✓ on' : '– off'}
                    </OutcomeBadge>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-label="Examples">
          <h3 className={classes.listTitle}>Start from an example</h3>
          <div className={classes.examples}>
            {examples.map((example) => (
              <Button
                key={example.extension.id}
                leftSection={<FilePlus2 aria-hidden size={14} />}
                onClick={() => begin(example)}
              >
                {example.extension.title}
              </Button>
            ))}
          </div>
        </section>
      </div>
      {open && (
        <ScriptForm
          input={open.input}
          key={`${open.at} ${open.draft.id}`}
          kept={open.kept}
          onRemoved={() => setOpened(undefined)}
          onSaved={(saved, input) => show(saved, input, true)}
          script={open.draft}
        />
      )}
    </div>
  );
}

/** Where a script is, or what it waits for. */
export const placeOf = (script: Extension): string =>
  script.kind === 'endpoint' ? `${script.method} /ext/${script.path}` : script.event;

function inputFor(script: Extension, examples: readonly Example[]): string {
  const near = examples.find(({ extension }) => placeOf(extension) === placeOf(script)) ?? examples[0];
  return near?.input ?? '{}';
}

function freeId(wanted: string, all: readonly Extension[]): string {
  let id = wanted;
  for (let number = 2; all.some((script) => script.id === id); number += 1) id = `${wanted}-${number}`;
  return id;
}
