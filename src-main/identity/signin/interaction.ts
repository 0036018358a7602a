import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { RunningParts } from '../parts.ts';
import { PAGES } from '../provider/routes.ts';
import { answerConsent, showConsent } from './consent.ts';
import { type OpenInteraction, openInteraction } from './open-interaction.ts';
import { refusePage } from './refuse-page.ts';
import { answerSignIn, showSignIn } from './sign-in.ts';

const PATH = new RegExp(`^${PAGES.interaction}/([\\w-]{1,64})$`);

/** One page of an interaction: how it is shown, and how its form is answered. */
interface Prompt {
  show: (interaction: OpenInteraction) => Promise<void>;
  answer: (interaction: OpenInteraction) => Promise<void>;
}

const PROMPTS: Readonly<Record<string, Prompt>> = {
  login: { show: showSignIn, answer: answerSignIn },
  consent: { show: showConsent, answer: answerConsent },
};

/** The pages between an authorization request and its answer: the person signs in, then allows or denies. */
export function interactionPages(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const uid = PATH.exec(ctx.path)?.[1];
    if (uid === undefined || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    try {
      const interaction = await openInteraction(parts, ctx, uid);
      const prompt = PROMPTS[interaction.details.prompt.name];
      if (!prompt)
        throw new errors.InvalidRequest(`there is no page for the prompt ${interaction.details.prompt.name}`);
      await (ctx.method === 'POST' ? prompt.answer(interaction) : prompt.show(interaction));
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      refusePage(parts, ctx, error, 'interaction');
    }
  };
}
