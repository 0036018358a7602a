import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { ApprovalTask } from '../../../../contract/workflows.ts';
import { inWords } from '../../../lifecycle/in-words.ts';
import type { RunningParts } from '../../../parts.ts';
import { readForm } from '../../../signin/form.ts';
import { html, type Markup } from '../../../signin/html.ts';
import { type Page, sendPage } from '../../../signin/layout.ts';
import { refusePage } from '../../../signin/refuse-page.ts';
import { alertOf } from '../../pages/account-layout.ts';
import { APPROVALS_PAGE } from '../engine/steps.ts';
import { RuleChecks, RuleRefusal } from '../refused.ts';

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
        const approve = form.get('decision') === 'approve';
        const comment = (form.get('comment') ?? '').slice(0, 1000);
        const task = form.get('task') ?? '';
        await parts.workflows.approvals.act(task, accountId, approve ? 'APPROVE' : 'REJECT', comment);
        show(undefined, approve ? 'You approved it.' : 'You rejected it.');
      } else show();
    } catch (error) {
      if (error instanceof errors.OIDCProviderError) refusePage(parts, ctx, error, 'account');
      else if (!(error instanceof RuleRefusal)) throw error;
      else if (error.rule === 'idp.approval.token') sendPage(ctx, parts.brand, signInFirst(), error.status);
      else show(error);
    }
  };
}

function pageOf(
  { workflows, accounts, core }: RunningParts,
  account: string,
  { problem, done }: { problem?: RuleRefusal | undefined; done?: string | undefined },
): Page {
  const tasks = workflows.approvals.list({ account, open: true });
  const name = accounts.get(account)?.name ?? account;
  const now = core.clock.now();
  return {
    title: 'What waits for you',
    content: html`<h1>What waits for you</h1>
<p class="lead">${name}, these decisions are asked of you.</p>
${alertOf(problem && { text: `${problem.detail}`, fields: [] })}
${done !== undefined && html`<p class="verdict good" role="status">${done}</p>`}
${tasks.length === 0 && html`<p>Nothing waits for you now.</p>`}
${tasks.map((task) => formOf(task, now))}`,
  };
}

function formOf({ id, title, text, until, workflowTitle }: ApprovalTask, now: number): Markup {
  return html`<h2>${title}</h2>
<p>${text}</p>
<p class="quiet">${workflowTitle}${until !== null && html` · ${inWords(until - now)} left`}</p>
<form method="post" action="${APPROVALS_PAGE}">
<input type="hidden" name="task" value="${id}">
<label for="comment-${id}">Comment</label>
<input type="text" id="comment-${id}" name="comment" maxlength="1000" autocomplete="off">
<div class="buttons"><button type="submit" name="decision" value="approve" class="primary">Approve</button>
<button type="submit" name="decision" value="reject">Reject</button></div>
</form>`;
}

function signInFirst(): Page {
  return {
    title: 'Sign in first',
    content: html`<p class="verdict">Not signed in</p>
<h1>Sign in first</h1>
<p class="lead">Decisions are shown to the person who is asked for them.</p>
<p>Sign in to one of the applications as that person, in this browser, and open this page again.</p>`,
  };
}
