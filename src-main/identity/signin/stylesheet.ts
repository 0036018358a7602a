import { PAGE_FONT_FACE } from '../../events/page-font.ts';

/** The one stylesheet of the provider's pages: the app's look, light and dark. All pairs of colours pass WCAG AA. */
export const STYLESHEET = `${PAGE_FONT_FACE}
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --panel: #ffffff; --line: #e3e6eb; --soft: #f0f2f5; --ink: #1a1f29; --muted: #5b6472;
  --accent: #3b5bdb; --on-accent: #ffffff; --idp: #6741d9; --denied: #c92a2a; --allowed: #237032; --edge: #868e9a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --panel: #1b1f26; --line: #2c323c; --soft: #232830; --ink: #e6e9ee; --muted: #98a2b1;
    --accent: #91a7ff; --on-accent: #14171c; --idp: #b197fc; --denied: #ff8787; --allowed: #69db7c; --edge: #78828f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 400 0.875rem/1.5 "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", sans-serif;
}
.page { width: min(30rem, 100%); margin: 0 auto; padding: 2rem 1rem; }
.page.wide { width: min(44rem, 100%); }
.brand { display: flex; align-items: center; gap: 0.625rem; margin: 0 0 1rem; color: var(--muted); }
.brand svg { flex: none; color: var(--idp); }
.brand strong { display: block; color: var(--ink); font-weight: 600; }
.brand span { font-size: 0.8125rem; }
main { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 1.75rem; }
h1 { margin: 0 0 0.25rem; font-size: 1.1875rem; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 1.125rem 0 0.375rem; font-size: 0.875rem; font-weight: 650; }
p { margin: 0.5rem 0; }
.lead { color: var(--muted); margin: 0 0 1.25rem; }
label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
input[type="text"], input[type="password"], input[type="email"], input[type="tel"] {
  width: 100%; padding: 0.5rem 0.75rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--panel);
  color: var(--ink); font: inherit; min-height: 2.5rem;
}
input[aria-invalid="true"] { border-color: var(--denied); }
.unseen { display: none; }
.problem { color: var(--denied); margin: 0.25rem 0 0; }
.problem::before { content: "✕ " / ""; font-weight: 650; }
input.code { font-family: "JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace; font-size: 1.25rem; letter-spacing: 0.1em; }
.buttons { display: flex; gap: 0.5rem; margin-top: 1.5rem; flex-wrap: wrap; }
button, a.button {
  display: inline-flex; align-items: center; justify-content: center; text-align: center; text-decoration: none;
  flex: 1 1 8rem; min-height: 2.5rem; padding: 0.5rem 1rem; border-radius: 8px; border: 1px solid var(--edge);
  background: var(--panel); color: var(--ink); font: inherit; font-weight: 600; cursor: pointer;
}
button.primary, a.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:hover, a.button:hover { background: var(--soft); }
button.primary:hover, a.button.primary:hover { background: var(--accent); text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.links { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; margin: 1.25rem 0 0; }
.alert { border: 1px solid var(--denied); border-radius: 8px; padding: 0.625rem 0.75rem; margin: 0 0 1rem; }
.alert strong { color: var(--denied); }
.scopes { list-style: none; margin: 0.25rem 0 0; padding: 0; border: 1px solid var(--line); border-radius: 8px; }
.scopes li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: 0.375rem 0.75rem; border-top: 1px solid var(--line); }
.scopes li:first-child { border-top: 0; }
code, .mono {
  font-family: "JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace; font-size: 0.8125rem;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
.scopes code { color: var(--muted); align-self: center; }
.quiet { color: var(--muted); font-size: 0.8125rem; }
input + .quiet, .problem + .quiet { margin: 0.25rem 0 0; }
main > form + .quiet, .links + .quiet { margin: 1.25rem 0 0; }
.user-code { font-size: 1.75rem; letter-spacing: 0.1em; margin: 0.5rem 0; display: block; color: var(--ink); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.375rem 0.75rem 0.375rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; color: var(--muted); white-space: nowrap; width: 1%; }
.rule { border-left: 3px solid var(--denied); padding: 0.125rem 0 0.125rem 0.75rem; }
.verdict { color: var(--denied); font-weight: 650; margin: 0 0 0.25rem; }
.verdict.good { color: var(--allowed); }
footer { margin-top: 1rem; color: var(--muted); font-size: 0.8125rem; }
section { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 0.375rem; }
section > form > label:first-of-type { margin-top: 0.5rem; }
label.check { display: flex; gap: 0.5rem; align-items: baseline; font-weight: 400; }
.waits { border-left: 3px solid var(--idp); padding: 0.125rem 0 0.125rem 0.75rem; margin-top: 0.75rem; overflow-wrap: anywhere; }
.waits .buttons { margin-top: 0.75rem; }
.tasks { list-style: none; margin: 0; padding: 0; }
.tasks > li { border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem 1.25rem; margin: 0 0 1rem; }
.tasks .quiet { margin: 0; font-weight: 400; }
.tasks h2 { margin: 0.125rem 0 0; font-size: 1rem; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: fit-content(11rem) 1fr; gap: 0.25rem 1rem; margin: 0.75rem 0; padding: 0.625rem 0; border: 1px solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--muted); overflow-wrap: anywhere; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.choices { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: 0.5rem; }
.choices li { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; align-items: center; }
.choices .wait { color: var(--muted); text-align: center; }
@media (max-width: 30rem) {
  .page { padding: 1.25rem 0.75rem; }
  main { padding: 1.25rem; }
  .tasks > li { padding: 0.875rem 1rem 1rem; }
  .choices { gap: 0.875rem; }
  .choices li { grid-template-columns: 1fr; gap: 0.25rem; }
  .choices .wait { text-align: left; font-weight: 600; }
}
@media (forced-colors: active) { main, button, input { border: 1px solid; } }
`;
