import type { Findings } from './finding.ts';

const FENCE_LINE = /^ {0,3}(`{3,}|~{3,})/;
const CODE_SPAN = /(`+)(?:(?!\1).)+\1/g;
const HTML = /<(?:[A-Za-z][\w-]*(?:\s|\/|>|$)|\/[A-Za-z]|!--|!\[CDATA|\?)/;
/** Where the target of a link or picture begins. It always matches, so that a long line is gone through once. */
const TARGET = /\]\(\s*<?([^)\s>]*)/g;
const REFERENCE = /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/;
const AUTOLINK = /<([a-z][a-z0-9+.-]*:[^<>\s]*)>/gi;

/** Control characters but for tab and the ends of lines; those without width, and those that turn the direction of a text. */
const INVISIBLE = /[^\P{Cc}\t\n\r]|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** Something that a text of a pack must not hold. */
export interface ProseFault {
  rule: 'raw-html' | 'image' | 'link' | 'invisible';
  message: string;
}

/** Whether a text has characters that nobody sees and that change what is read. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);
export const INVISIBLE_MESSAGE =
  'The text has characters that cannot be seen: control characters, or some that turn its direction. Remove them.';

/** What is wrong with one line of Markdown: raw HTML, pictures from outside, links that are no web addresses. */
export function faultsOf(raw: string): ProseFault[] {
  const text = raw.replaceAll(CODE_SPAN, (span) => '`'.repeat(span.length));
  const faults: ProseFault[] = [];
  if (hasInvisible(raw)) faults.push({ rule: 'invisible', message: INVISIBLE_MESSAGE });
  if (HTML.test(text))
    faults.push({
      rule: 'raw-html',
      message: 'Lessons are Markdown without HTML. Put code between backticks.',
    });
  let from = 0;
  for (const match of text.matchAll(TARGET)) {
    const before = text.slice(from, match.index);
    from = match.index + match[0].length;
    if (before.includes('!['))
      faults.push({ rule: 'image', message: 'This version shows no pictures in a lesson yet.' });
    else if (before.includes('[')) faults.push(...faultOfTarget(match[1] ?? ''));
  }
  for (const [, target = ''] of text.matchAll(AUTOLINK)) faults.push(...faultOfTarget(target));
  const reference = REFERENCE.exec(text)?.[1];
  if (reference !== undefined) faults.push(...faultOfTarget(reference));
  return faults;
}

/** Complains about what prose must not hold, each with its line. */
export function checkProse(
  file: string,
  lines: readonly string[],
  firstLine: number,
  findings: Findings,
): void {
  let inFence = false;
  lines.forEach((raw, index) => {
    const line = firstLine + index;
    const fence = FENCE_LINE.test(raw);
    if (fence) inFence = !inFence;
    if (!inFence && !fence)
      for (const { rule, message } of faultsOf(raw)) findings.error(file, line, rule, message);
    else if (hasInvisible(raw)) findings.error(file, line, 'invisible', INVISIBLE_MESSAGE);
  });
}

function faultOfTarget(target: string): ProseFault[] {
  if (/^https:\/\/[^/\s]+/.test(target)) return [];
  const shown = target.length > 80 ? `${target.slice(0, 80)}…` : target;
  return [{ rule: 'link', message: `A link leads to an https address, not to “${shown}”.` }];
}
