import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { RunningParts } from '../parts.ts';
import { readBody } from '../signin/form.ts';
import { refusePage } from '../signin/refuse-page.ts';
import { ROUTES } from './routes.ts';

/** Puts what the library's endpoint wants to read in the place of what our form says. */
type Translation = (form: URLSearchParams) => void;

const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  [ROUTES.code_verification]: (form) => {
    // RFC 8628 calls it user_code; a client that knows only one field for codes may call it so.
    const code = form.get('code');
    if (code !== null && !form.has('user_code')) form.set('user_code', code);
    if (form.get('decision') === 'allow') form.set('confirm', 'yes');
    if (form.get('decision') === 'deny') form.set('abort', 'yes');
  },
  [`${ROUTES.end_session}/confirm`]: (form) => {
    if (form.get('decision') === 'allow') form.set('logout', 'yes');
  },
};

/**
 * All our pages decide by one field, `decision`, that says `allow` or `deny`; the library's endpoints each have a way
 * of their own. Hands them the form in their words.
 */
export function formTranslation(parts: RunningParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    if (ctx.method === 'GET' && ctx.path.startsWith(DEVICE_RESUME)) {
      const opened = await assertFormWasOpened(parts, ctx).catch((error: unknown) => error);
      if (opened instanceof errors.OIDCProviderError) return refusePage(parts, ctx, opened, ctx.path);
    }
    const translate = ctx.method === 'POST' ? TRANSLATIONS[ctx.path] : undefined;
    if (translate) {
      try {
        await assertFormWasOpened(parts, ctx);
        if (!ctx.is('application/x-www-form-urlencoded'))
          throw new errors.InvalidRequest('could not find the form in this request');
        const form = new URLSearchParams((await readBody(ctx)).toString('utf8'));
        translate(form);
        ctx.req = withBody(ctx.req, Buffer.from(form.toString()));
      } catch (error) {
        if (!(error instanceof errors.OIDCProviderError)) throw error;
        refusePage(parts, ctx, error, ctx.path);
        return;
      }
    }
    await next();
  };
}

/** Where the library goes on with a device's interaction: an address behind that of the code page. */
const DEVICE_RESUME = `${ROUTES.code_verification}/`;

/**
 * A browser that opened one of these pages has a session, and says so by its cookie. Without one, or with one that is
 * gone, the library would show the page again, and fail on the session that it did not begin.
 */
async function assertFormWasOpened({ provider }: RunningParts, ctx: KoaContextWithOIDC): Promise<void> {
  const id = ctx.cookies.get(provider.cookieName('session'));
  if (id !== undefined && (await provider.Session.find(id))) return;
  throw new errors.InvalidRequest('could not find the form in this browser');
}

/** The same request with another body: a body can be read once only, and it has been. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const stream = Readable.from([body], { objectMode: false });
  request.headers['content-length'] = String(body.length);
  return new Proxy(request, {
    get(target, key) {
      if (key === 'readable') return true;
      if (key === 'iterator') return stream.iterator.bind(stream);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
