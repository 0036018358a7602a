import { ActionIcon, Button, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import { Play, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { WorkflowProblem } from '../../../../src-main/contract/workflows.ts';
import { START } from './draft.ts';
import type { DrawnDefinition } from './drawn-definition.ts';
import { renameKey, setValue } from './edit-yaml.ts';
import { FieldInput } from './FieldInput.tsx';
import classes from './StepCards.module.css';
import { INPUT_FIELDS, startFields } from './step-fields.ts';
import { at, problemAt } from './value-at.ts';
import type { Place, Value } from './yaml-text.ts';

const INPUT: Place = ['start', 'endpoint', 'input'];

interface Editing {
  text: string;
  problems: readonly WorkflowProblem[];
  onWrite: (text: string) => void;
}

/** How a workflow starts: by an endpoint with inputs, or by an event; and, when it is open, the form of it. */
export function StartCard({
  drawn,
  open,
  onOpen,
  ...editing
}: Editing & { drawn: DrawnDefinition; open: boolean; onOpen: (index: number) => void }) {
  const { summary, notes, value } = drawn.start;
  const { text, problems, onWrite } = editing;
  const by = value.event === undefined ? 'endpoint' : 'event';
  const turn = (to: string) => {
    if (to === by) return;
    const other: Value =
      to === 'event'
        ? { event: 'POST_ADD_USER' }
        : { endpoint: { path: drawn.id || 'workflow', access: 'bearer' } };
    onWrite(setValue(text, ['start'], other));
  };
  const wrong = problems.some(({ path }) => path === 'start' || path.startsWith('start.'));
  return (
    <div className={classes.card} data-open={open || undefined} data-wrong={wrong || undefined}>
      <div className={classes.top}>
        <button
          aria-expanded={open}
          className={classes.head}
          onClick={() => onOpen(open ? -1 : START)}
          type="button"
        >
          <Play aria-hidden className={classes.icon} size={16} />
          <span className={classes.words}>
            <span className={classes.title}>Start: {summary}</span>
            <span className={classes.summary}>{notes.join(' · ')}</span>
          </span>
        </button>
      </div>
      {open && (
        <fieldset className={classes.form}>
          <legend className={classes.legend}>Start</legend>
          <NativeSelect
            data={[
              { value: 'endpoint', label: 'a request to an endpoint of its own' },
              { value: 'event', label: 'an event of an account' },
            ]}
            label="Started by"
            onChange={(event) => turn(event.currentTarget.value)}
            size="xs"
            value={by}
          />
          {startFields(by).map((field) => (
            <FieldInput
              field={field}
              key={field.place.join('.')}
              onWrite={(next) => onWrite(setValue(text, ['start', ...field.place], next))}
              problem={problemAt(problems, ['start', ...field.place])}
              value={at(value, field.place)}
            />
          ))}
          {by === 'endpoint' && <Inputs inputs={at(value, ['endpoint', 'input'])} {...editing} />}
        </fieldset>
      )}
    </div>
  );
}

/** What a request has to bring, one after the other. */
function Inputs({ inputs, ...editing }: Editing & { inputs: Value | undefined }) {
  const { text, onWrite } = editing;
  const named = typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs) ? inputs : {};
  const add = () => {
    let name = 'input';
    for (let n = 2; Object.hasOwn(named, name); n += 1) name = `input_${n}`;
    onWrite(setValue(text, [...INPUT, name], { type: 'string', required: true }));
  };
  return (
    <>
      {Object.entries(named).map(([name, input]) => (
        <Input input={input} key={name} name={name} {...editing} />
      ))}
      <Button leftSection={<Plus aria-hidden size={14} />} onClick={add}>
        Add an input
      </Button>
    </>
  );
}

function Input({ name, input, text, problems, onWrite }: Editing & { name: string; input: Value }) {
  const [typed, setTyped] = useState(name);
  const rename = () => onWrite(renameKey(text, [...INPUT, name], typed.trim()));
  return (
    <fieldset className={classes.form}>
      <legend className={classes.legend}>Input {name}</legend>
      <TextInput
        error={problems.find(({ path }) => path === [...INPUT, name].join('.'))?.message}
        label="Name"
        onBlur={rename}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename();
        }}
        rightSection={
          <Tooltip label="Remove">
            <ActionIcon
              aria-label={`Remove the input ${name}`}
              onClick={() => onWrite(setValue(text, [...INPUT, name], undefined))}
              size="sm"
            >
              <Trash2 aria-hidden size={14} />
            </ActionIcon>
          </Tooltip>
        }
        size="xs"
        value={typed}
      />
      {INPUT_FIELDS.map((field) => (
        <FieldInput
          field={field}
          key={field.place.join('.')}
          onWrite={(next) => onWrite(setValue(text, [...INPUT, name, ...field.place], next))}
          problem={problemAt(problems, [...INPUT, name, ...field.place])}
          value={at(input, field.place)}
        />
      ))}
    </fieldset>
  );
}
