import { contentSecurityPolicy, createNonce, PAGE_HEADERS, withNonce } from '../host/content-security.ts';
import { readStatic } from '../host/static-files.ts';
import { APP_HOST } from './addresses.ts';

/** Answers one request of the window: a file of the built user interface, or a plain refusal. */
export async function answerApp(
  request: Pick<Request, 'method' | 'url'>,
  renderer: string,
): Promise<Response> {
  if (request.method !== 'GET') return refuse(405, 'Only GET is served here.');
  const url = new URL(request.url);
  if (url.host !== APP_HOST) return refuse(404, 'There is no such host here.');
  const file = await readStatic(renderer, url.pathname);
  if (!file) return refuse(404, 'The user interface has no such file. Is it built (npm run build)?');
  const nonce = createNonce();
  const body =
    file.kind === 'page' ? withNonce(file.body.toString('utf8'), nonce) : new Uint8Array(file.body);
  return new Response(body, {
    headers: {
      ...PAGE_HEADERS,
      'content-type': file.type,
      'cache-control': file.cacheControl,
      'content-security-policy': contentSecurityPolicy(nonce),
    },
  });
}

function refuse(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  });
}
