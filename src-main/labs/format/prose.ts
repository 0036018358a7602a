import type { Findings } from './finding.ts';

const FENCE_LINE = /^ {0,3}(`{3,}|~{3,})/;
const CODE_SPAN = /(`+)(?:(?!\1).)+\1/g;
const HTML = /<(?:[A-Za-z][\w-]*(?:\s|\/|>|$)|\/[A-Za-z]|!--|!\[CDATA|\?)/;
const LINK = /(!?)\[[^\]]*\]\(\s*<?([^)\s>]*)/g;
const REFERENCE = /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/;
const AUTOLINK = /<([a-z][a-z0-9+.-]*:[^>\s]*)>/gi;

/** Complains about what prose must not hold: raw HTML, pictures from outside, links that are no web addresses. */
export function checkProse(
  file: string,
  lines: readonly string[],
  firstLine: number,
  findings: Findings,
): void {
  let inFence = false;
  lines.forEach((raw, index) => {
    const line = firstLine + index;
    if (FENCE_LINE.test(raw)) inFence = !inFence;
    if (inFence || FENCE_LINE.test(raw)) return;
    const text = raw.replaceAll(CODE_SPAN, (span) => '`'.repeat(span.length));
    if (HTML.test(text)) {
      findings.error(
        file,
        line,
        'raw-html',
        'Lessons are Markdown without HTML. Put code between backticks.',
      );
    }
    for (const [, image = '', target = ''] of text.matchAll(LINK)) {
      if (image) findings.error(file, line, 'image', 'This version shows no pictures in a lesson yet.');
      else checkTarget(file, line, target, findings);
    }
    for (const [, target = ''] of text.matchAll(AUTOLINK)) checkTarget(file, line, target, findings);
    const reference = REFERENCE.exec(text)?.[1];
    if (reference !== undefined) checkTarget(file, line, reference, findings);
  });
}

function checkTarget(file: string, line: number, target: string, findings: Findings): void {
  if (/^https:\/\/[^/\s]+/.test(target)) return;
  findings.error(file, line, 'link', `A link leads to an https address, not to “${target}”.`);
}
