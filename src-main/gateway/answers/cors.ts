import type { Exchange } from '../exchange.ts';

/** Headers of answers that a page may read (Fetch §3.2.2). */
const EXPOSED = 'WWW-Authenticate, DPoP-Nonce, Location, Link, ETag, Retry-After';

/** How long a browser may remember the answer to a preflight, s. */
const PREFLIGHT_MAX_AGE = 600;

/** Header lines that let a page of an allowed origin read the answer, flat. Other origins get none. */
export function corsHeaders({ request, services }: Exchange): string[] {
  const { origin } = request;
  if (origin === undefined) return [];
  if (!services.corsOrigins().has(origin)) return ['vary', 'Origin'];
  return ['vary', 'Origin', 'access-control-allow-origin', origin, 'access-control-expose-headers', EXPOSED];
}

/** Header lines of the answer to an allowed preflight, flat. `asked` are the headers that the page wants to send. */
export function preflightHeaders(exchange: Exchange, asked: string | undefined): string[] {
  const methods = exchange.match?.resource?.methods ?? [];
  return [
    ...corsHeaders(exchange),
    'access-control-allow-methods',
    methods.join(', '),
    'access-control-allow-headers',
    asked ?? 'authorization',
    'access-control-max-age',
    String(PREFLIGHT_MAX_AGE),
  ];
}
