import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { JsonObject } from '../../../../src-main/contract/json.ts';

export const CLIENT_ID = 'gateway';
export const CLIENT_SECRET = 's3cret: with % and +';

interface Key {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** A small real issuer: signs tokens, publishes its keys and answers introspection over HTTP. */
export class TokenIssuer {
  readonly keys: Key[] = [];
  readonly opaque = new Map<string, JsonObject>();
  /** How often keys and introspection were asked for. */
  readonly asked = { keys: 0, introspection: 0 };
  /** What to do instead of answering: `down` closes the connection, `broken` answers nonsense, a number is a status. */
  trouble: 'down' | 'broken' | number | undefined;
  /** Waited for before each answer. */
  gate: Promise<void> = Promise.resolve();
  issuer = '';
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    await this.rotate('RS256');
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Adds a key, with which tokens are signed from now on. */
  async rotate(alg = 'RS256'): Promise<Key> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const kid = `key-${this.keys.length + 1}`;
    const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
    const key = { kid, alg, privateKey, publicJwk };
    this.keys.push(key);
    return key;
  }

  get key(): Key {
    return this.keys.at(-1)!;
  }

  /** Signs a token that is right in all; `claims` and `header` replace or, with undefined, remove. */
  async token(
    now: number,
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
    key: Pick<Key, 'privateKey'> = this.key,
  ): Promise<string> {
    const payload = {
      iss: this.issuer,
      aud: 'https://api.test/notes',
      sub: 'alice',
      client_id: 'workbench',
      scope: 'notes:read',
      jti: randomUUID(),
      iat: now,
      exp: now + 300,
      ...claims,
    };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: this.key.alg, typ: 'at+jwt', kid: this.key.kid, ...header })
      .sign(key.privateKey);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url === '/jwks') this.asked.keys += 1;
    else this.asked.introspection += 1;
    await this.gate;
    if (this.trouble === 'down') return void request.socket.destroy();
    if (typeof this.trouble === 'number') return void response.writeHead(this.trouble).end('{}');
    if (this.trouble === 'broken') return void response.end('<html>');
    if (request.url === '/jwks') return send(response, { keys: this.keys.map((key) => key.publicJwk) });
    const [id, secret] = basic(request.headers.authorization);
    if (id !== CLIENT_ID || secret !== CLIENT_SECRET) return void response.writeHead(401).end('{}');
    const token = new URLSearchParams(body).get('token') ?? '';
    const known = this.opaque.get(token);
    send(response, known ? { active: true, ...known } : { active: false });
  }
}

function send(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function basic(header = ''): string[] {
  const pair = Buffer.from(header.replace(/^Basic /, ''), 'base64').toString();
  return pair.split(':').map((half) => decodeURIComponent(half.replaceAll('+', ' ')));
}
