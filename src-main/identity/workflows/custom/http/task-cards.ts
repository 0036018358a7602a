import type { OutcomeTask } from '../../../../contract/outcome-tasks.ts';
import type { ApprovalTask } from '../../../../contract/workflows.ts';
import { inWords } from '../../../lifecycle/in-words.ts';
import { html, type Markup } from '../../../signin/html.ts';
import { APPROVALS_PAGE } from '../engine/steps.ts';

/** Fields of the page that hold what an answer would have said. */
const SAVED = 'value.';
const LONGEST = 1000;

/** A decision that somebody is asked for: who asks, for what, and what each answer leads to. */
export function approvalCard(
  task: ApprovalTask,
  { account, now, nameOf }: { account: string; now: number; nameOf: (id: string | null) => string },
): Markup {
  const { id, title, text, until, createdAt, askedBy, workflowTitle, leadsTo, claimedBy, facts } = task;
  const others = claimedBy !== null && claimedBy !== account;
  return html`<p class="quiet">${workflowTitle} · ${title}</p>
<h2>${text}</h2>
<dl class="facts">
<dt>Asked by</dt><dd>${askedBy}, ${inWords(now - createdAt)} ago</dd>
${facts.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}
${claimedBy !== null && html`<dt>Taken by</dt><dd>${others ? nameOf(claimedBy) : 'you'}</dd>`}
</dl>
${
  others
    ? html`<p>${nameOf(claimedBy)} decides it, or gives it back. Open this page again to see.</p>`
    : html`<form method="post" action="${APPROVALS_PAGE}">
<input type="hidden" name="task" value="${id}">
<label for="comment-${id}">Reason <span class="quiet">(may stay empty)</span></label>
<input type="text" id="comment-${id}" name="comment" maxlength="1000" autocomplete="off">
<ul class="choices">
${choice('approve', 'Approve', leadsTo.approved, true)}
${choice('reject', 'Reject', leadsTo.rejected)}
${until !== null && html`<li><span class="wait">Not decided in ${inWords(Math.max(until - now, 0))}</span><span>${leadsTo.timedOut}</span></li>`}
${
  claimedBy === null
    ? choice('claim', 'Take it', 'Nobody else can decide it then, until you give it back.')
    : choice('release', 'Give it back', 'Others can decide it again.')
}
</ul>
</form>`
}`;
}

/** A call of which nobody knows whether it arrived: what was called, what is known, and three ways on. */
export function outcomeCard(task: OutcomeTask, now: number): Markup {
  const { id, title, workflowTitle, call, as, askedBy, sentAt, attempts, known, saves, leadsTo } = task;
  return html`<p class="quiet">${workflowTitle} · ${title}</p>
<h2>Somebody must say what became of a call</h2>
<dl class="facts">
<dt>Called</dt><dd><code>${call}</code>, as ${as}</dd>
<dt>Sent</dt><dd>${sentAt === null ? 'at a time that is not known' : `${inWords(now - sentAt)} ago`}${attempts > 1 && `, for the ${attempts}. time`}</dd>
<dt>Known</dt><dd>${known}</dd>
<dt>Begun by</dt><dd>${askedBy}</dd>
</dl>
<p class="quiet">Look at what the call was to change, then say what holds.</p>
<form method="post" action="${APPROVALS_PAGE}">
<input type="hidden" name="task" value="${id}">
${saves.map(
  (
    name,
  ) => html`<label for="${id}-${name}"><code>${name}</code> <span class="quiet">of the answer that was not seen; later steps need it if it was done</span></label>
<input type="text" id="${id}-${name}" name="${SAVED}${name}" maxlength="${LONGEST}" autocomplete="off">`,
)}
<ul class="choices">
${choice('retry', 'Send it again', leadsTo.retry)}
${choice('done', 'It was done', leadsTo.done)}
${choice('undo', 'Take it back', leadsTo.undo)}
</ul>
</form>`;
}

/** What was typed in for the answer that was not seen. */
export function savedIn(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(SAVED) && value !== '' ? [[name.slice(SAVED.length), value.slice(0, LONGEST)]] : [],
    ),
  );
}

const choice = (value: string, text: string, consequence: string, primary = false): Markup =>
  html`<li><button type="submit" name="decision" value="${value}"${primary && html` class="primary"`}>${text}</button><span>${consequence}</span></li>`;
