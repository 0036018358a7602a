import { createHash } from 'node:crypto';
import { PAGE_FONT_FACE } from '../../../events/page-font.ts';
import bank from '../shared/bank.css?raw';
import { Html, type HtmlValue, html } from '../shared/html.js';
import messages from '../shared/messages.css?raw';
import { type AppFace, type HomeModel, home, type Notice, notice, topLine } from '../shared/views.js';

const styles = `${PAGE_FONT_FACE}${bank}${messages}`;

/** The style sheet lies in the page; the policy allows exactly this text, by its hash (CSP Level 3 §2.3.1). */
const STYLE_HASH = `'sha256-${createHash('sha256').update(styles).digest('base64')}'`;

export interface PagePolicy {
  /** Where forms of the page may lead, redirects of their answers included. */
  formTargets: readonly string[];
  /** Where scripts of the page may connect to. Absent: the page has no scripts. */
  connect?: readonly string[];
}

/** The Content-Security-Policy of an application's pages: nothing from elsewhere, no inline script, no frame. */
export function contentSecurityPolicy({ formTargets, connect }: PagePolicy): string {
  return [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    "font-src 'self'",
    'img-src data:',
    ...(connect ? ["script-src 'self'", `connect-src 'self' ${connect.join(' ')}`] : []),
    `form-action 'self' ${formTargets.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A whole page. `scripts` are addresses of modules of the same origin. */
export function page(
  app: AppFace,
  title: string,
  content: HtmlValue,
  { user, scripts = [] }: { user?: HomeModel['user']; scripts?: readonly string[] } = {},
): string {
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${new Html(`<style>${styles}</style>`)}
${scripts.map((source) => html`<script type="module" src="${source}"></script>`)}
</head>
<body class="app-${app.id}">
<a class="skip" href="#main">Skip to the content</a>
${new Html('<div id="app">')}
${topLine(app, user)}
<main id="main" tabindex="-1">
${content}
</main>
${new Html('</div>')}
</body>
</html>`}\n`;
}

/** The home page of an application that draws its pages on a server. */
export function homePage(model: HomeModel): string {
  return page(model.app, `${model.app.name} · Harbour Bank`, home(model), { user: model.user });
}

/** A page with a message and a way back to the application at `address`. */
export function messagePage(app: AppFace, message: Notice, address = '/'): string {
  const back = html`${notice(message)}<p><a href="${address}">Back to ${app.name}</a></p>`;
  return page(app, `${message.title} · ${app.name}`, back);
}
