import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSandbox } from '../store/sandbox.ts';
import { count, formatDateTime, formatOffset } from '../ui/format.ts';
import classes from './ClockPanel.module.css';
import { jumpClock, resetClock } from './clock-commands.ts';

const UNITS = [
  { value: '1000', label: 'seconds' },
  { value: '60000', label: 'minutes' },
  { value: '3600000', label: 'hours' },
  { value: '86400000', label: 'days' },
];
const PRESETS = [
  { ms: 31_000, label: '+31 s' },
  { ms: 15 * 60_000, label: '+15 min' },
  { ms: 3_600_000, label: '+1 hour' },
  { ms: 86_400_000, label: '+1 day' },
  { ms: 90 * 86_400_000, label: '+90 days' },
  { ms: -15 * 60_000, label: '−15 min' },
] as const;
const FUTURE_SHOWN = 5;

function FutureTokens() {
  const future = useSandbox((state) => state.clock?.future) ?? [];
  if (future.length === 0) return null;
  return (
    <div className={classes.future}>
      <p>
        <strong>{count(future.length, 'token')} now lie in the future.</strong> They were issued later than
        the time that is shown, and every check of their lifetime refuses them.
      </p>
      <ul className={classes.tokens}>
        {future.slice(0, FUTURE_SHOWN).map((token) => (
          <li key={`${token.kind}-${token.client}-${token.subject}-${token.issuedAt}`}>
            <span>
              {token.kind.replaceAll('_', ' ')} of {token.client}
              {token.subject ? ` for ${token.subject}` : ''}
            </span>
            <time>{formatDateTime(token.issuedAt)}</time>
          </li>
        ))}
      </ul>
      {future.length > FUTURE_SHOWN && <p>and {future.length - FUTURE_SHOWN} more</p>}
    </div>
  );
}

/** The form that moves the virtual clock by any amount, and what that did to the tokens. */
export function ClockPanel({ onDone }: { onDone: () => void }) {
  const offset = useSandbox((state) => state.clock?.offset ?? 0);
  const [amount, setAmount] = useState<number | string>(1);
  const [unit, setUnit] = useState('3600000');
  const ms = Number(amount) * Number(unit);
  const moved = formatOffset(offset) !== formatOffset(0);
  const valid = amount !== '' && Number.isFinite(ms) && ms !== 0;

  const close = (done: boolean) => {
    if (done) onDone();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (valid) close(await jumpClock(Math.round(ms)));
  };
  return (
    <div className={classes.panel}>
      <p className={classes.about}>
        Every token, code, session and lock obeys this clock. What falls due on the way happens first, in
        order.
      </p>
      <form className={classes.form} onSubmit={submit}>
        <NumberInput
          className={classes.amount}
          data-autofocus
          label="Move the clock by"
          onChange={setAmount}
          value={amount}
        />
        <NativeSelect
          aria-label="Unit"
          className={classes.unit}
          data={UNITS}
          onChange={(event) => setUnit(event.currentTarget.value)}
          value={unit}
        />
        <Button disabled={!valid} size="sm" type="submit" variant="filled">
          {ms < 0 ? 'Go back' : 'Go ahead'}
        </Button>
      </form>
      <div className={classes.presets}>
        {PRESETS.map((preset) => (
          <Button key={preset.ms} onClick={async () => close(await jumpClock(preset.ms))}>
            {preset.label}
          </Button>
        ))}
      </div>
      <FutureTokens />
      <div className={classes.foot}>
        <span>
          {moved
            ? `The clock is ${formatOffset(offset)}${offset > 0 ? ' of' : ''} real time.`
            : 'The clock shows real time.'}
        </span>
        {moved && (
          <Button
            leftSection={<Undo2 aria-hidden size={14} />}
            onClick={async () => close(await resetClock())}
          >
            Back to real time
          </Button>
        )}
      </div>
    </div>
  );
}
