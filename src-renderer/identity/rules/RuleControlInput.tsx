import { NativeSelect, NumberInput, Switch } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import classes from './Rules.module.css';
import type { Rule, RuleControl, RuleValue } from './rule.ts';
import { TypedInput } from './TypedInput.tsx';
import { listText } from './value-text.ts';

type Props = { rule: Rule; value: RuleValue; describedBy: string; onChange: (value: RuleValue) => void };

/** The control of one switch. Numbers are saved when they are left or by Enter, the others at once. */
export function RuleControlInput({ rule, value, describedBy, onChange }: Props) {
  const { control, label } = rule;
  const name = { 'aria-label': label, 'aria-describedby': describedBy };
  switch (control.kind) {
    case 'flag':
      return (
        <Switch
          {...name}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'numbers':
      return (
        <NumbersInput
          control={control}
          describedBy={describedBy}
          label={label}
          onCommit={onChange}
          value={value as readonly number[]}
        />
      );
    case 'text':
      return (
        <TypedInput
          describedBy={describedBy}
          label={label}
          onCommit={onChange}
          problemOf={(typed) => (control.pattern.test(typed) ? undefined : control.wanted)}
          value={String(value)}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...name}
          data={control.options}
          onChange={(event) => onChange(event.currentTarget.value)}
          value={String(value)}
        />
      );
    case 'duration':
      return (
        <DurationInput
          bounds={control}
          describedBy={describedBy}
          label={label}
          ms={Number(value)}
          onChange={onChange}
        />
      );
    case 'number':
      return (
        <div className={classes.amount}>
          <Amount
            describedBy={describedBy}
            label={label}
            max={control.max}
            min={control.min}
            onCommit={onChange}
            step={control.step ?? 1}
            value={Number(value)}
          />
          <span className={classes.unit}>{control.unit}</span>
        </div>
      );
  }
}

function NumbersInput({
  control: { min, max, most, unit },
  value,
  label,
  describedBy,
  onCommit,
}: {
  control: Extract<RuleControl, { kind: 'numbers' }>;
  value: readonly number[];
  label: string;
  describedBy: string;
  onCommit: (value: readonly number[]) => void;
}) {
  const read = (typed: string) =>
    [
      ...new Set(
        typed
          .split(/[\s,;]+/)
          .filter(Boolean)
          .map(Number),
      ),
    ].sort((a, b) => a - b);
  return (
    <div className={classes.amount}>
      <TypedInput
        describedBy={describedBy}
        label={label}
        narrow
        onCommit={(typed) => onCommit(read(typed))}
        problemOf={(typed) =>
          read(typed).length <= most &&
          read(typed).every((one) => Number.isInteger(one) && one >= min && one <= max)
            ? undefined
            : `up to ${most} whole numbers from ${min} to ${max}`
        }
        value={listText(value)}
      />
      <span className={classes.unit}>{unit}</span>
    </div>
  );
}

function Amount({
  value,
  label,
  describedBy,
  min,
  max,
  step,
  onCommit,
}: {
  value: number;
  label: string;
  describedBy: string;
  min: number;
  max: number;
  step: number;
  onCommit: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | number>(value);
  useEffect(() => setTyped(value), [value]);
  const commit = () => {
    const next = Math.min(max, Math.max(min, Number(typed)));
    if (typed === '' || Number.isNaN(next)) return setTyped(value);
    setTyped(next);
    if (next !== value) onCommit(next);
  };
  return (
    <NumberInput
      allowDecimal={step !== 1}
      aria-describedby={describedBy}
      aria-label={label}
      className={classes.number}
      hideControls
      max={max}
      min={min}
      onBlur={commit}
      onChange={setTyped}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && commit()}
      step={step}
      value={typed}
    />
  );
}

const UNITS = [
  { ms: 86_400_000, label: 'days' },
  { ms: 3_600_000, label: 'hours' },
  { ms: 60_000, label: 'minutes' },
  { ms: 1000, label: 'seconds' },
] as const;
const TEN_YEARS = 3650 * 86_400_000;

/** A length of time in the largest unit that holds it without a rest. */
function DurationInput({
  bounds: { min = 1000, max = TEN_YEARS },
  ms,
  label,
  describedBy,
  onChange,
}: {
  bounds: { min?: number; max?: number };
  ms: number;
  label: string;
  describedBy: string;
  onChange: (ms: number) => void;
}) {
  const unit = UNITS.find((one) => ms % one.ms === 0 && one.ms <= Math.max(ms, 60_000)) ?? UNITS[3];
  return (
    <div className={classes.amount}>
      <Amount
        describedBy={describedBy}
        label={label}
        max={Math.floor(max / unit.ms)}
        min={Math.min(1, min)}
        onCommit={(amount) => onChange(amount * unit.ms)}
        step={1}
        value={ms / unit.ms}
      />
      <NativeSelect
        aria-label={`${label}: unit`}
        className={classes.units}
        data={UNITS.map((one) => ({ value: String(one.ms), label: one.label }))}
        onChange={(event) => onChange(Math.min(max, (ms / unit.ms) * Number(event.currentTarget.value)))}
        value={String(unit.ms)}
      />
    </div>
  );
}
