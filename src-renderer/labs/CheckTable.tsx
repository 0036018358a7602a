import { VisuallyHidden } from '@mantine/core';
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import type { CheckGrid, CheckState, LabState } from '../../src-main/contract/labs.ts';
import classes from './CheckTable.module.css';

const ICON = 15;
const WORDS: Record<CheckState['status'], string> = {
  pass: 'passed',
  fail: 'not met yet',
  pending: 'not tried yet',
  error: 'broken',
};

/** Checks as a table that fills itself as the learner tries. A column of another step stands as that step has left it. */
export function CheckTable({ lab, grid }: { lab: LabState; grid: CheckGrid }) {
  const checks = new Map(lab.steps.flatMap((step) => step.checks).map((check) => [check.id, check]));
  return (
    <table aria-label="What was answered" className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Account</th>
          {grid.columns.map(({ id, title }) => (
            <th key={id} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.title}</th>
            {grid.columns.map((column) => (
              <Cell check={checks.get(`${row.id}-${column.id}`)} key={column.id} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ check }: { check: CheckState | undefined }) {
  const status = check?.status ?? 'pending';
  const Icon = status === 'pass' ? CircleCheck : status === 'error' ? CircleAlert : CircleDashed;
  return (
    <td data-status={status} title={check?.title}>
      <Icon aria-hidden size={ICON} />{' '}
      {check?.short ??
        (status === 'pending' ? <VisuallyHidden>{WORDS[status]}</VisuallyHidden> : WORDS[status])}
    </td>
  );
}
