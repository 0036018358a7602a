import type { Governance } from '../../../src-main/contract/governance.ts';
import { idlePlan } from '../../../src-main/contract/idle-plan.ts';
import { count } from '../../ui/format.ts';
import classes from './Effects.module.css';

/** What becomes of an account that nobody uses, day by day, by the function that the directory keeps to. */
export function IdleDays({ suspension }: { suspension: Governance['suspension'] }) {
  if (!suspension.enabled)
    return <p className={classes.effect}>No account is reminded or locked, however long nobody uses it.</p>;
  const { reminders, lock } = idlePlan(suspension);
  const left = suspension.reminderDays.length - reminders.length;
  const marks = [
    { day: 0, text: 'last sign-in', tone: 'allowed' },
    ...reminders.map((day) => ({ day, text: 'reminder', tone: 'challenged' })),
    { day: lock, text: 'locked', tone: 'denied' },
  ];
  return (
    <section aria-label="The days of an idle account" className={classes.effect}>
      <h3 className={classes.title}>The days of an idle account</h3>
      <ol className={classes.days}>
        {marks.map(({ day, text, tone }, index) => (
          <li
            className={classes.day}
            data-tone={tone}
            key={day}
            style={{ flexGrow: index === 0 ? 0 : day - (marks[index - 1]?.day ?? 0) }}
          >
            <span className={classes.dayText}>
              {text}
              <span className={classes.sum}>{day === 0 ? '' : ` day ${day}`}</span>
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.note}>
        {left > 0 &&
          `${count(left, 'reminder')} would come on or after the day of the lock, and is not sent. `}
        Jump the clock to see it: the mails lie in the inboxes, the locks in the accounts.
      </p>
    </section>
  );
}
