import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { ApprovalAction, ApprovalTask } from '../../../../contract/workflows.ts';
import { inWords } from '../../../lifecycle/in-words.ts';
import type { RunningParts } from '../../../parts.ts';
import { IDP_RULES } from '../../../rules.ts';
import { readForm } from '../../../signin/form.ts';
import { html, type Markup } from '../../../signin/html.ts';
import { type Page, sendPage } from '../../../signin/layout.ts';
import { refusePage } from '../../../signin/refuse-page.ts';
import { ACCOUNT_PAGES } from '../../pages/account-layout.ts';
import { APPROVALS_PAGE } from '../engine/steps.ts';
import { RuleChecks, RuleRefusal } from '../refused.ts';

/** As many decisions of the past are shown. */
const MOST_DECIDED = 5;

/** What each button does, and what the page says then. */
const ACTS: Readonly<Record<string, { action: ApprovalAction; said: string }>> = {
  approve: { action: 'APPROVE', said: 'You approved it.' },
  reject: { action: 'REJECT', said: 'You rejected it.' },
  claim: { action: 'CLAIM', said: 'You took it: nobody else can decide it now.' },
  release: { action: 'RELEASE', said: 'You gave it back: others can decide it too.' },
};

const ENDED: Readonly<Partial<Record<ApprovalTask['status'], string>>> = {
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  TIMED_OUT: 'Not decided in time',
  WITHDRAWN: 'Not asked any more',
};

/** The page on which whoever is signed in at the provider sees the decisions that she is asked for, and decides. */
export function approvalsPage(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    if (ctx.path !== APPROVALS_PAGE || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    const { accountId } = await parts.provider.Session.get(ctx);
    const show = (problem?: RuleRefusal, done?: string) =>
      sendPage(ctx, parts.brand, pageOf(parts, accountId ?? '', { problem, done }), problem?.status);
    try {
      if (accountId === undefined) {
        const detail = 'Nobody is signed in here.';
        new RuleChecks(parts.core, { what: 'approval' }).fail('idp.approval.token', detail, {
          path: 'session',
        });
      } else if (ctx.method === 'POST') {
        const form = await readForm(ctx, parts.provider.issuer);
        const act = actOf(parts, form.get('decision'));
        const comment = (form.get('comment') ?? '').slice(0, 1000);
        await parts.workflows.approvals.act(form.get('task') ?? '', accountId, act.action, comment);
        show(undefined, act.said);
      } else show();
    } catch (error) {
      if (error instanceof errors.OIDCProviderError) refusePage(parts, ctx, error, 'account');
      else if (!(error instanceof RuleRefusal)) throw error;
      else if (error.rule === 'idp.approval.token') sendPage(ctx, parts.brand, signInFirst(), error.status);
      else show(error);
    }
  };
}

function actOf(parts: RunningParts, decision: string | null): (typeof ACTS)[string] {
  const act = Object.hasOwn(ACTS, decision ?? '') ? ACTS[decision ?? ''] : undefined;
  if (act) return act;
  const details = { path: 'decision', seen: decision };
  return new RuleChecks(parts.core, { what: 'approval' }).fail(
    'idp.approval.action',
    'Choose a button.',
    details,
  );
}

function pageOf(
  { workflows, accounts, core }: RunningParts,
  account: string,
  { problem, done }: { problem?: RuleRefusal | undefined; done?: string | undefined },
): Page {
  const tasks = workflows.approvals.list({ account });
  const open = tasks.filter(({ status }) => ENDED[status] === undefined);
  const over = tasks.filter(({ status }) => ENDED[status] !== undefined).slice(0, MOST_DECIDED);
  const nameOf = (id: string | null) => (id === null ? 'nobody' : (accounts.get(id)?.name ?? id));
  const now = core.clock.now();
  const ago = (time: number) => `${inWords(now - time)} ago`;
  const count = open.length === 0 ? 'Nothing waits for you now.' : '';
  return {
    title: 'Decisions for you',
    content: html`<h1>Decisions for you</h1>
<p class="lead">You are signed in as <strong>${nameOf(account)}</strong>. ${count}</p>
${problem && html`<div class="alert" role="alert"><strong>That did not work.</strong> ${problem.detail} ${IDP_RULES[problem.rule].next}</div>`}
${done !== undefined && html`<p class="verdict good" role="status">${done}</p>`}
${open.length > 0 && html`<ul class="tasks">${open.map((task) => html`<li>${openTask(task, { account, now, nameOf })}</li>`)}</ul>`}
${
  over.length > 0 &&
  html`<h2>Over</h2>
<ul class="scopes">${over.map((task) => html`<li><span>${task.text}</span><span class="quiet">${ENDED[task.status]}${task.decidedBy !== null && html` by ${nameOf(task.decidedBy)}`}, ${ago(task.decidedAt ?? task.until ?? task.createdAt)}</span></li>`)}</ul>`
}
<p class="links"><a href="${ACCOUNT_PAGES.profile}">Your account</a></p>`,
  };
}

function openTask(
  task: ApprovalTask,
  { account, now, nameOf }: { account: string; now: number; nameOf: (id: string | null) => string },
): Markup {
  const { id, title, text, until, createdAt, askedBy, workflowTitle, leadsTo, claimedBy } = task;
  const others = claimedBy !== null && claimedBy !== account;
  return html`<h2>${text}</h2>
<p class="quiet">${title} · ${workflowTitle}</p>
<dl class="facts">
<dt>Asked by</dt><dd>${askedBy}</dd>
<dt>Since</dt><dd>${inWords(now - createdAt)}</dd>
${
  until !== null &&
  html`<dt>Time left</dt><dd>${inWords(Math.max(until - now, 0))}</dd>
<dt>After that</dt><dd>${leadsTo.timedOut}</dd>`
}
<dt>If you approve</dt><dd>${leadsTo.approved}</dd>
<dt>If you reject</dt><dd>${leadsTo.rejected}</dd>
${claimedBy !== null && html`<dt>Taken by</dt><dd>${others ? nameOf(claimedBy) : 'you'}</dd>`}
</dl>
${others ? html`<p>${nameOf(claimedBy)} decides it, or gives it back. Open this page again to see.</p>` : decide(id, claimedBy !== null)}`;
}

function decide(id: string, taken: boolean): Markup {
  return html`<form method="post" action="${APPROVALS_PAGE}">
<input type="hidden" name="task" value="${id}">
<label for="comment-${id}">Comment (you may leave it empty)</label>
<input type="text" id="comment-${id}" name="comment" maxlength="1000" autocomplete="off">
<div class="buttons"><button type="submit" name="decision" value="approve" class="primary">Approve</button>
<button type="submit" name="decision" value="reject">Reject</button>
<button type="submit" name="decision" value="${taken ? 'release' : 'claim'}">${taken ? 'Give it back' : 'Take it'}</button></div>
</form>`;
}

function signInFirst(): Page {
  return {
    title: 'Sign in first',
    content: html`<p class="verdict">Not signed in</p>
<h1>Sign in first</h1>
<p class="lead">Decisions are shown to the person who is asked for them.</p>
<h2>What to do</h2>
<p>Sign in as that person, in this browser. Then open this page again.</p>
<p class="links"><a href="${ACCOUNT_PAGES.profile}">Sign in to your account</a></p>`,
  };
}
