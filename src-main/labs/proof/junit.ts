import type { LabReport } from './report.ts';

/** The reports as JUnit XML, which build servers read: a suite for each pack, a case for each lab. */
export function junitOf(reports: readonly LabReport[]): string {
  const packs = [...new Set(reports.map(({ pack }) => pack))];
  const suites = packs.map((pack) =>
    suiteOf(
      pack,
      reports.filter((report) => report.pack === pack),
    ),
  );
  const all = attributes({ name: 'gatehouse lab test', ...totals(reports) });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${all}>\n${suites.join('')}</testsuites>\n`;
}

function suiteOf(pack: string, reports: readonly LabReport[]): string {
  const cases = reports.map((report) => caseOf(report)).join('');
  return `  <testsuite${attributes({ name: pack, ...totals(reports) })}>\n${cases}  </testsuite>\n`;
}

function caseOf({ pack, id, ms, findings }: LabReport): string {
  const head = `    <testcase${attributes({ classname: pack, name: id === '' ? '(the pack)' : id, time: seconds(ms) })}`;
  if (findings.length === 0) return `${head}/>\n`;
  const lines = findings.map(({ file, line, rule, message, severity }) => {
    const place = `${file}${line === undefined ? '' : `:${line}`}`;
    return severity === 'error'
      ? `      <failure${attributes({ type: rule, message })}>${escaped(`${place}: ${message}`)}</failure>\n`
      : `      <system-out>${escaped(`${place}: ${severity} ${rule}: ${message}`)}</system-out>\n`;
  });
  return `${head}>\n${lines.join('')}    </testcase>\n`;
}

function totals(reports: readonly LabReport[]): Record<string, string | number> {
  return {
    tests: reports.length,
    failures: reports.filter(({ ok }) => !ok).length,
    errors: 0,
    time: seconds(reports.reduce((sum, { ms }) => sum + ms, 0)),
  };
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Whether XML 1.0 §2.2 allows a character in a document; what it does not allow cannot be escaped either. */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

function escaped(text: string): string {
  return Array.from(text, (character) =>
    isAllowed(character) ? (ENTITIES[character] ?? character) : '\ufffd',
  ).join('');
}
