import type { KoaContextWithOIDC } from 'oidc-provider';
import { vetoWords } from '../../lifecycle/hooks.ts';
import type { RunningParts } from '../../parts.ts';
import { IDP_RULES } from '../../rules.ts';
import type { Page } from '../../signin/layout.ts';
import type { Refused } from '../refuse.ts';
import { closedPage } from './closed-page.ts';
import { type Problem, problemBy } from './problem.ts';

/** What a page answers: the page, and the status where it is not 200. */
export type Answer = [page: Page, status?: number];

/** One page: how it is shown, and how its form is answered. */
export interface AccountPage {
  show: (parts: RunningParts, ctx: KoaContextWithOIDC) => Answer;
  answer: (parts: RunningParts, form: URLSearchParams) => Promise<Answer>;
}

/** The code in the address of a page. */
export function codeOf(ctx: KoaContextWithOIDC): string | undefined {
  const given = ctx.query.confirmation;
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** What a refusal says to the person at a form: words of a handler of one's own before those of the rule. */
export function problemOf({ deniedBy, reasons }: Refused): Problem {
  const words = vetoWords(reasons);
  return words === undefined ? problemBy(deniedBy) : { text: words, fields: [] };
}

/** A page that could not help now, whatever was typed: it says why, and asks for nothing. */
export function closed({ deniedBy }: Refused, title: string): Answer {
  const { title: rule, next } = IDP_RULES[deniedBy];
  return [closedPage(title, rule, next), 403];
}
