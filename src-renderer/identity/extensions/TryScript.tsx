import { Button, Textarea } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { PublicError } from '../../../src-main/contract/errors.ts';
import { EXTENSION_EVENTS } from '../../../src-main/contract/extension-events.ts';
import type { Extension, ScriptOutcome } from '../../../src-main/contract/extensions.ts';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import { OutcomeBadge } from '../../flows/OutcomeBadge.tsx';
import { gatehouse } from '../../store/sandbox.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useAction } from '../../ui/use-action.ts';
import classes from './Scripts.module.css';

const LOOKS = {
  done: ['allowed', '✓ done'],
  vetoed: ['denied', '✕ vetoed'],
  failed: ['denied', '✕ failed'],
} as const;

/** Runs what is in the editor once, on a fork that is thrown away afterwards. */
export function TryScript({
  script,
  input,
  onInput,
}: {
  script: Extension;
  input: string;
  onInput: (input: string) => void;
}) {
  const [outcome, setOutcome] = useState<ScriptOutcome>();
  const trial = useAction(async () => {
    setOutcome(undefined);
    setOutcome(await gatehouse().call('extensions.try', { extension: script, input: read(input) }));
  });
  return (
    <section aria-label="Try it" className={classes.card}>
      <h3 className={classes.cardTitle}>Try it</h3>
      <Textarea
        autosize
        classNames={{ input: classes.mono ?? '' }}
        label={inputLabel(script)}
        maxRows={12}
        minRows={4}
        onChange={(event) => onInput(event.currentTarget.value)}
        spellCheck={false}
        value={input}
      />
      <div className={classes.buttons}>
        <Button
          leftSection={<Play aria-hidden size={14} />}
          loading={trial.busy}
          onClick={() => void trial.run()}
        >
          Run on a fork
        </Button>
        <span className={classes.hint}>Its calls are real there; the sandbox is not touched.</span>
      </div>
      {trial.error && <ErrorNote error={trial.error} onDismiss={trial.clear} />}
      {outcome && <Outcome outcome={outcome} />}
    </section>
  );
}

function Outcome({ outcome }: { outcome: ScriptOutcome }) {
  const [tone, text] = LOOKS[outcome.outcome];
  const { words, problem, value, console: lines, durationMs, calls, rule } = outcome;
  return (
    <div className={classes.outcome} role="status">
      <p className={classes.outcomeLine}>
        <OutcomeBadge tone={tone}>{text}</OutcomeBadge>
        <span className={classes.hint}>
          {durationMs.toFixed(1)} ms, {calls === 1 ? '1 call' : `${calls} calls`}
        </span>
      </p>
      {words !== null && (
        <p>
          {words}
          {problem?.line != null && ` (line ${problem.line})`} {rule !== null && <code>{rule}</code>}
        </p>
      )}
      {outcome.outcome === 'done' && (
        <CodeBlock label="What it gave back" text={JSON.stringify(value, null, 2)} />
      )}
      {lines.length > 0 && <CodeBlock label="Its console" text={lines.join('\n')} />}
    </div>
  );
}

function inputLabel(script: Extension): string {
  if (script.kind === 'endpoint') return 'The request that it gets, as JSON';
  const { event } = script;
  return EXTENSION_EVENTS.some(({ name, phase }) => name === event && phase === 'pre')
    ? 'The payload that it is asked about, as JSON'
    : 'What it is told, as JSON: the data of the fact, and account';
}

function read(input: string): JsonObject {
  const unreadable = (why: string): PublicError => ({
    code: 'extension.input-unreadable',
    what: 'The script was not run.',
    why: `What it is to get is not a JSON object: ${why}.`,
    next: 'Correct the text above the button.',
  });
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable('it has no members');
  return value as JsonObject;
}
