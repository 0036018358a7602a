import { Modal } from '@mantine/core';
import { Search } from 'lucide-react';
import {
  type ComponentProps,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { asPublicError } from '../client/public-error.ts';
import { notify, setPalette } from '../store/ui.ts';
import { OverlayHold } from '../ui/OverlayHold.tsx';
import { takeEarlyKeys } from './early-keys.ts';
import classes from './Palette.module.css';
import { matchCommands, type PaletteCommand } from './palette-command.ts';
import { useCommands } from './use-commands.ts';

function byGroup(commands: readonly PaletteCommand[]): [string, PaletteCommand[]][] {
  const groups = new Map<string, PaletteCommand[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}

async function run(command: PaletteCommand): Promise<void> {
  setPalette(false);
  try {
    await command.run();
  } catch (thrown) {
    notify({ tone: 'error', error: asPublicError(thrown) });
  }
}

/** The field: it takes the focus before anything is painted, and what was typed until then. */
function Field({ onQuery, ...rest }: { onQuery: (query: string) => void } & ComponentProps<'input'>) {
  const field = useRef<HTMLInputElement>(null);
  const early = useRef(onQuery);
  useLayoutEffect(() => {
    field.current?.focus();
    const typed = takeEarlyKeys();
    if (typed !== '') early.current(typed);
  }, []);
  return <input {...rest} onChange={(event) => onQuery(event.currentTarget.value)} ref={field} type="text" />;
}

/** Gives the focus back to where it was before the palette, unless what was run has moved it. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
      });
    },
    [before],
  );
}

/** Search over everything the window can do; Enter runs what is marked. */
export function Palette() {
  const id = useId();
  const commands = useCommands();
  const [query, setQuery] = useState('');
  const [marked, setMarked] = useState(0);
  const found = matchCommands(commands, query);
  const groups = byGroup(found);
  const ordered = groups.flatMap(([, members]) => members);
  const at = Math.min(marked, ordered.length - 1);
  const current = ordered[at];
  const list = useRef<HTMLDivElement>(null);
  useFocusBack();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the marked option is what is brought into view.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.id]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = ordered.length - 1;
    if (event.key === 'ArrowDown') setMarked(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp') setMarked(at <= 0 ? last : at - 1);
    else if (event.key === 'Enter' && current) void run(current);
    else return;
    event.preventDefault();
  };
  const optionId = (command: PaletteCommand) => `${id}-${command.id}`;

  return (
    <Modal.Root
      onClose={() => setPalette(false)}
      opened
      size={600}
      transitionProps={{ duration: 80 }}
      yOffset="12vh"
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Search or run" className={classes.content}>
        <OverlayHold />
        <div className={classes.search}>
          <Search aria-hidden size={18} />
          <Field
            aria-activedescendant={current && optionId(current)}
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-expanded
            aria-label="Search or run"
            autoComplete="off"
            className={classes.input}
            data-autofocus
            onKeyDown={onKeyDown}
            onQuery={(text) => {
              setQuery(text);
              setMarked(0);
            }}
            placeholder="A place, a lab, a persona, a jump of the clock…"
            role="combobox"
            spellCheck={false}
            value={query}
          />
        </div>
        <div
          aria-label="Commands"
          className={classes.list}
          id={`${id}-list`}
          ref={list}
          role="listbox"
          tabIndex={-1}
        >
          {groups.map(([group, members]) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form fields.
            <div aria-label={group} key={group} role="group">
              <p aria-hidden className={classes.group}>
                {group}
              </p>
              {members.map((command) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled where the focus is, in the field.
                <div
                  aria-selected={command === current}
                  className={classes.option}
                  id={optionId(command)}
                  key={command.id}
                  onClick={() => run(command)}
                  onPointerMove={(event) => {
                    // A list that opens or scrolls under a pointer at rest also sends this.
                    if (event.movementX !== 0 || event.movementY !== 0) setMarked(ordered.indexOf(command));
                  }}
                  role="option"
                  tabIndex={-1}
                >
                  <command.icon aria-hidden size={16} />
                  <span className={classes.label}>{command.label}</span>
                  {command.about && <span className={classes.about}>{command.about}</span>}
                </div>
              ))}
            </div>
          ))}
        </div>
        {ordered.length === 0 && <p className={classes.none}>Nothing is called that. Try one word of it.</p>}
      </Modal.Content>
    </Modal.Root>
  );
}
