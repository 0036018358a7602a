import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { RunningParts } from '../../parts.ts';
import { readForm } from '../../signin/form.ts';
import { sendPage } from '../../signin/layout.ts';
import { refusePage } from '../../signin/refuse-page.ts';
import { ACCOUNT_PAGES } from './account-layout.ts';
import type { AccountPage } from './answer.ts';
import { confirm } from './confirm.ts';
import { password } from './password.ts';
import { recover, userName } from './recover.ts';
import { register, registerAddress } from './register.ts';
import { resend } from './resend.ts';

const PAGES: Readonly<Record<string, AccountPage>> = {
  [ACCOUNT_PAGES.confirm]: confirm,
  [ACCOUNT_PAGES.password]: password,
  [ACCOUNT_PAGES.register]: register,
  [ACCOUNT_PAGES.registerAddress]: registerAddress,
  [ACCOUNT_PAGES.recover]: recover,
  [ACCOUNT_PAGES.username]: userName,
  [ACCOUNT_PAGES.resend]: resend,
};

/** The pages of the identity workflows, for people who are not signed in. */
export function accountPages(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const page = PAGES[ctx.path];
    if (!page || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    try {
      const [content, status] =
        ctx.method === 'POST'
          ? await page.answer(parts, await readForm(ctx, parts.provider.issuer))
          : page.show(parts, ctx);
      sendPage(ctx, parts.brand, content, status);
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      refusePage(parts, ctx, error, 'account');
    }
  };
}
