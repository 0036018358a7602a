import { createHash } from 'node:crypto';
import type { PublicError } from '../contract/errors.ts';

const STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --panel: #fff; --line: #e3e6eb; --ink: #1a1f29; --muted: #5b6472; --mark: #c92a2a }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --panel: #1b1f26; --line: #2c323c; --ink: #e6e9ee; --muted: #98a2b1; --mark: #ff8787 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 14px/1.5 Inter, system-ui, sans-serif }
main { max-width: 34rem; margin: 2rem; padding: 1.5rem 1.75rem; background: var(--panel); border: 1px solid var(--line); border-left: 4px solid var(--mark); border-radius: 10px }
h1 { margin: 0 0 .75rem; font-size: 19px; font-weight: 650; line-height: 1.35 }
dt { margin-top: .75rem; color: var(--muted) }
dd { margin: 0; overflow-wrap: anywhere }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A page that says what happened, why, and what to do. It loads nothing and runs nothing. */
export function problemPage(error: PublicError): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'sha256-${STYLE_HASH}'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(error.what)}</title>
<style>${STYLE}</style>
<main data-problem="${escapeHtml(error.code)}">
<h1>${escapeHtml(error.what)}</h1>
<dl><dt>Why</dt><dd>${escapeHtml(error.why)}</dd><dt>What to do</dt><dd>${escapeHtml(error.next)}</dd></dl>
</main>
</html>
`;
}

/** The same page as an address (RFC 2397), for a view that has no server to ask. */
export function problemPageAddress(error: PublicError): string {
  return `data:text/html;charset=utf-8;base64,${Buffer.from(problemPage(error)).toString('base64')}`;
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
