import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { parseDocument, stringify } from 'yaml';
import type { StepField } from './step-fields.ts';
import type { Value } from './yaml-text.ts';

/** A field of a step’s form. What is typed is written into the definition when the field is left, or by Enter. */
export function FieldInput({
  field,
  value,
  problem,
  onWrite,
}: {
  field: StepField;
  value: Value | undefined;
  /** What is wrong with it, as the engine says it. */
  problem?: string | undefined;
  onWrite: (value: Value | undefined) => void;
}) {
  const shown = asText(value, field);
  const [typed, setTyped] = useState(shown);
  const [error, setError] = useState<string>();
  useEffect(() => {
    setTyped(shown);
    setError(undefined);
  }, [shown]);
  const write = (text: string) => {
    if (text === shown) return;
    const read = asValue(text, field);
    setError(read.error);
    if (read.error === undefined) onWrite(read.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') write(typed);
    if (event.key === 'Escape') setTyped(shown);
  };
  const common = {
    label: field.label,
    description: field.about,
    error: error ?? problem,
    size: 'xs' as const,
  };
  if (typeof field.type === 'object')
    return (
      <NativeSelect
        {...common}
        data={field.type.map((option) => ({ value: option, label: option === '' ? 'not given' : option }))}
        onChange={(event) => write(event.currentTarget.value)}
        value={typed}
      />
    );
  if (field.type === 'line')
    return (
      <TextInput
        {...common}
        onBlur={() => write(typed)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        value={typed}
      />
    );
  return (
    <Textarea
      {...common}
      autosize
      maxRows={10}
      minRows={field.type === 'text' ? 2 : 1}
      onBlur={() => write(typed)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      styles={field.type === 'value' ? { input: { fontFamily: 'var(--gh-mono)' } } : {}}
      value={typed}
    />
  );
}

function asText(value: Value | undefined, { type }: StepField): string {
  if (value === undefined) return '';
  if (type === 'value') return stringify(value, { lineWidth: 0 }).trimEnd();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function asValue(text: string, { type, needed, label }: StepField): { value?: Value; error?: string } {
  if (text.trim() === '') return needed ? { error: `${label} cannot be empty.` } : {};
  // Yes and no are picked as words, and stand in the definition as what they are.
  if (typeof type === 'object' && type.includes('true') && text !== '') return { value: text === 'true' };
  if (type !== 'value') return { value: text };
  const doc = parseDocument(text);
  const [first] = doc.errors;
  if (first) return { error: `This is no YAML: ${first.message.split('\n')[0]}` };
  return { value: doc.toJS({ maxAliasCount: 0 }) as Value };
}
