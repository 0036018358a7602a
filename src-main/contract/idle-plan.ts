// The user interface draws this plan, and the directory keeps it. No schema stands beside it.

/** The days of an idle account, ascending: on which it is reminded, and on which it is locked. */
export function idlePlan({ idleDays, reminderDays }: { idleDays: number; reminderDays: readonly number[] }): {
  reminders: readonly number[];
  lock: number;
} {
  const reminders = reminderDays.filter((days) => days < idleDays).sort((a, b) => a - b);
  return { reminders, lock: idleDays };
}
