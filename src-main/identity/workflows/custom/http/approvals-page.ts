import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Settlement } from '../../../../contract/outcome-tasks.ts';
import type { ApprovalAction, ApprovalTask } from '../../../../contract/workflows.ts';
import { inWords } from '../../../lifecycle/in-words.ts';
import type { RunningParts } from '../../../parts.ts';
import { IDP_RULES } from '../../../rules.ts';
import { readForm } from '../../../signin/form.ts';
import { html } from '../../../signin/html.ts';
import { type Page, sendPage } from '../../../signin/layout.ts';
import { refusePage } from '../../../signin/refuse-page.ts';
import { ACCOUNT_PAGES } from '../../pages/account-layout.ts';
import { APPROVALS_PAGE } from '../engine/steps.ts';
import { RuleChecks, RuleRefusal } from '../refused.ts';
import { approvalCard, outcomeCard, savedIn } from './task-cards.ts';

/** As many decisions of the past are shown. */
const MOST_DECIDED = 5;

/** What each button of a decision does, and what the page says then. */
const ACTS: Readonly<Record<string, { action: ApprovalAction; said: string }>> = {
  approve: { action: 'APPROVE', said: 'You approved it.' },
  reject: { action: 'REJECT', said: 'You rejected it.' },
  claim: { action: 'CLAIM', said: 'You took it: nobody else can decide it now.' },
  release: { action: 'RELEASE', said: 'You gave it back: others can decide it too.' },
};

/** The same of a call of unknown outcome. */
const WAYS: Readonly<Record<string, { as: Settlement; said: string }>> = {
  retry: { as: 'retry', said: 'The call was sent again.' },
  done: { as: 'done', said: 'The step counts as done.' },
  undo: { as: 'undo', said: 'What was done is taken back.' },
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
        show(undefined, await carryOut(parts, accountId, form));
      } else show();
    } catch (error) {
      if (error instanceof errors.OIDCProviderError) refusePage(parts, ctx, error, 'account');
      else if (!(error instanceof RuleRefusal)) throw error;
      else if (error.rule === 'idp.approval.token') sendPage(ctx, parts.brand, signInFirst(), error.status);
      else show(error);
    }
  };
}

/** Does what the button says. Answers what the page says then; throws `RuleRefusal`. */
async function carryOut(parts: RunningParts, account: string, form: URLSearchParams): Promise<string> {
  const { approvals, outcomes } = parts.workflows;
  const [task, button] = [form.get('task') ?? '', form.get('decision') ?? ''];
  if (outcomes.isOne(task) && Object.hasOwn(WAYS, button)) {
    const way = WAYS[button] as (typeof WAYS)[string];
    await outcomes.settleAs(task, account, way.as, savedIn(form));
    return way.said;
  }
  if (outcomes.isOne(task) || !Object.hasOwn(ACTS, button))
    return new RuleChecks(parts.core, { what: 'approval' }).fail('idp.approval.action', 'Choose a button.', {
      path: 'decision',
      seen: button.slice(0, 40),
    });
  const act = ACTS[button] as (typeof ACTS)[string];
  await approvals.act(task, account, act.action, (form.get('comment') ?? '').slice(0, 1000));
  return act.said;
}

function pageOf(
  { workflows, accounts, core }: RunningParts,
  account: string,
  { problem, done }: { problem?: RuleRefusal | undefined; done?: string | undefined },
): Page {
  const tasks = workflows.approvals.list({ account });
  const outcomes = workflows.outcomes.list(account);
  const open = tasks.filter(({ status }) => ENDED[status] === undefined);
  const over = tasks.filter(({ status }) => ENDED[status] !== undefined).slice(0, MOST_DECIDED);
  const nameOf = (id: string | null) => (id === null ? 'nobody' : (accounts.get(id)?.name ?? id));
  const now = core.clock.now();
  const nothing = open.length + outcomes.length === 0;
  return {
    title: 'Decisions for you',
    wide: true,
    content: html`<h1>Decisions for you</h1>
<p class="lead">You are signed in as <strong>${nameOf(account)}</strong>.${nothing && ' Nothing waits for you now: what you are asked for comes by mail, and stands here.'}</p>
${problem && html`<div class="alert" role="alert"><strong>That did not work.</strong> ${problem.detail} ${IDP_RULES[problem.rule].next}</div>`}
${done !== undefined && html`<p class="verdict good" role="status">${done}</p>`}
${!nothing && html`<ul class="tasks">${outcomes.map((task) => html`<li>${outcomeCard(task, now)}</li>`)}${open.map((task) => html`<li>${approvalCard(task, { account, now, nameOf })}</li>`)}</ul>`}
${
  over.length > 0 &&
  html`<h2>Over</h2>
<ul class="scopes">${over.map((task) => html`<li><span>${task.text}</span><span class="quiet">${ENDED[task.status]}${task.decidedBy !== null && html` by ${nameOf(task.decidedBy)}`}, ${inWords(now - (task.decidedAt ?? task.until ?? task.createdAt))} ago</span></li>`)}</ul>`
}
<p class="links"><a href="${ACCOUNT_PAGES.profile}">Your account</a></p>`,
  };
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
