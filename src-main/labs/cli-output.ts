import type { PackLibrary } from './library.ts';
import type { LabReport, Proved } from './proof/report.ts';

/** Prints the labs that there are, and what is wrong with packs that cannot be read. */
export function printList(library: PackLibrary, json: boolean): void {
  const labs = library.labs();
  const problems = library.problems();
  if (json) {
    const listed = labs.map((lab) => ({
      pack: lab.pack,
      id: lab.id,
      title: lab.title,
      summary: lab.summary,
      difficulty: lab.listing.difficulty,
      minutes: lab.listing.minutes,
      concepts: lab.listing.concepts,
      unavailable: lab.unavailable,
    }));
    write(JSON.stringify({ labs: listed, problems }));
    return;
  }
  const rows = labs.map((lab) => [
    lab.pack,
    lab.id,
    `${lab.listing.minutes} min`,
    lab.unavailable ?? lab.title,
  ]);
  write(table([['PACK', 'LAB', 'TIME', 'TITLE'], ...rows]));
  for (const { pack, file, line, message } of problems) {
    process.stderr.write(`${pack}: ${file}${line === undefined ? '' : `:${line}`}: ${message}\n`);
  }
}

/** Prints what linter or test found: a table with the findings below each lab, or one line of JSON. */
export function printReports(reports: readonly LabReport[], json: boolean): void {
  if (json) {
    const labs = reports.map(({ pack, id, ok, ms, findings, proved }) => ({
      pack,
      id,
      ok,
      ms,
      findings,
      ...(proved ? { proved } : {}),
    }));
    write(JSON.stringify({ labs }));
    return;
  }
  const rows = reports.map(({ pack, id, ok, ms, proved }) => [
    pack,
    id === '' ? '(the pack)' : id,
    ok ? 'ok' : 'FAILED',
    `${ms} ms`,
    proved ? wordsFor(proved) : '',
  ]);
  const tried = reports.some(({ proved }) => proved) ? 'TRIED' : '';
  write(table([['PACK', 'LAB', 'RESULT', 'TIME', tried], ...rows]));
  for (const { file, line, severity, rule, message } of reports.flatMap((one) => one.findings)) {
    write(`${file}${line === undefined ? '' : `:${line}`}: ${severity} ${rule}: ${message}`);
  }
  const failed = reports.filter((one) => !one.ok).length;
  write(`${reports.length - failed} ok, ${failed} failed`);
}

function wordsFor({ wrong, dropped, resets, runs, skips }: Proved): string {
  return `${wrong} wrong ways, ${dropped} verbs left out, ${resets} resets, ${runs} runs, ${skips} skips`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const write = (text: string): void => void process.stdout.write(`${text}\n`);
