import type { CapturedBody } from '../contract/events.ts';
import type { SecretKind } from './recorder.ts';
import type { SqliteVault } from './vault.ts';

/** Parameters of queries and forms whose values are secrets (RFC 6749, 7009, 7636, 8628, 9126; OpenID Connect). */
const PARAMETERS: Readonly<Record<string, SecretKind>> = {
  password: 'password',
  // A password that is typed twice, and the one that it takes the place of.
  again: 'password',
  current_password: 'password',
  client_secret: 'client_secret',
  code: 'code',
  code_verifier: 'code_verifier',
  refresh_token: 'refresh_token',
  access_token: 'access_token',
  token: 'token',
  id_token: 'id_token',
  id_token_hint: 'id_token',
  logout_token: 'token',
  device_code: 'device_code',
  client_assertion: 'client_assertion',
  registration_access_token: 'registration_token',
  oneTimePassword: 'otp',
  // Codes of the identity workflows, by the names that their REST endpoints give them.
  confirmation: 'otp',
  confirmationCode: 'otp',
  recoveryCode: 'otp',
  resendCode: 'otp',
  resetCode: 'otp',
  flowConfirmationCode: 'otp',
  otp: 'otp',
};

/** Members of JSON bodies whose values are secrets. In JSON `code` names an error, and `again` may be anything. */
const MEMBERS: Readonly<Record<string, SecretKind>> = Object.fromEntries(
  Object.entries(PARAMETERS).filter(([name]) => name !== 'code' && name !== 'again'),
);

/** Whether the value of a member of this name is kept out of the log wherever a JSON body has it. */
export const isSecretMember = (name: string): boolean => Object.hasOwn(MEMBERS, name);

/** Such a member with its value, maybe cut off. */
const SECRET_MEMBER = new RegExp(
  `("(${Object.keys(MEMBERS).join('|')})"\\s*:\\s*)"((?:[^"\\\\]|\\\\.)*)(?:"|$)`,
  'gi',
);

/** By the name in small letters: names may come in any letter case. */
const KINDS: ReadonlyMap<string, SecretKind> = new Map(
  Object.entries(MEMBERS).map(([name, kind]) => [name.toLowerCase(), kind]),
);

/** `code` names an error in most JSON; one that looks like this is the code of a link. */
const LINK_CODE = /("code"\s*:\s*)"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/gi;

/** The names in other letter cases: names of SCIM attributes have none (RFC 7643 §2.1). */
const PATCHED = /"path"\s*:\s*"[^"]*\b(?:password|oneTimePassword)"/i;
/** Before the password that an action is asked about. */
const UPDATING = /("updatingCredential"\s*:\s*\{[^{}]*?"value"\s*:\s*)"((?:[^"\\]|\\.)*)(?:"|$)/g;
/** An object without objects inside: one operation of a SCIM PATCH (RFC 7644 §3.5.2), maybe cut off. */
const FLAT_OBJECT = /\{(?:[^{}"]|"(?:[^"\\]|\\.)*(?:"|$))*(?:\}|$)/g;
const PATCH_VALUE = /("value"\s*:\s*)"((?:[^"\\]|\\.)*)(?:"|$)/gi;

/**
 * Cookies of the provider that hold the number of an interaction, which its addresses and pages show as well. Their
 * signatures, in cookies of their own, are what a browser proves itself by.
 */
const PUBLIC_COOKIES: ReadonlySet<string> = new Set(['_interaction', '_interaction_resume']);

const JWT = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

/** Replaces the secrets of HTTP messages by their handles, before anything reaches the log. */
export class Redactor {
  readonly #vault: SqliteVault;

  constructor(vault: SqliteVault) {
    this.#vault = vault;
  }

  /** A URL or a path with its query. The readable form: values are decoded only where a secret was replaced. */
  target(target: string): string {
    const [beforeFragment = '', fragment] = split(target, '#');
    const [path = '', query] = split(beforeFragment, '?');
    const clean = query === undefined ? path : `${path}?${this.parameters(query)}`;
    return this.#jwts(fragment === undefined ? clean : `${clean}#${this.parameters(fragment)}`);
  }

  /** `application/x-www-form-urlencoded` text. */
  parameters(text: string): string {
    return text
      .split('&')
      .map((pair) => {
        const [name = '', value] = split(pair, '=');
        const kind = PARAMETERS[decode(name)];
        return kind && value ? `${name}=${this.#vault.handle(kind, decode(value))}` : pair;
      })
      .join('&');
  }

  /** Header lines, flat as Node gives them, in pairs. Credentials keep their scheme and, for Basic, the client's id. */
  headers(flat: readonly string[]): [string, string][] {
    const lines: [string, string][] = [];
    for (let index = 0; index + 1 < flat.length; index += 2) {
      const name = flat[index] ?? '';
      lines.push([name, this.#header(name.toLowerCase(), flat[index + 1] ?? '')]);
    }
    return lines;
  }

  /** A body whose media type is known. */
  body(body: CapturedBody): CapturedBody {
    if (body.base64) return body;
    return { ...body, text: this.#text(body.type, body.text) };
  }

  #header(name: string, value: string): string {
    switch (name) {
      case 'authorization':
      case 'proxy-authorization':
        return this.#authorization(value);
      case 'cookie':
        return value.replace(
          /([^=;\s]+)=([^;]*)/g,
          (_, key: string, content: string) => `${key}=${this.#cookie(key, content)}`,
        );
      case 'set-cookie':
        return value.replace(
          /^([^=]+)=([^;]*)/,
          (_, key: string, content: string) => `${key}=${this.#cookie(key, content)}`,
        );
      case 'one-time-authorization-code':
        return value === '' ? '' : this.#vault.handle('otp', value);
      case 'dpop':
        return this.#vault.handle('dpop_proof', value);
      case 'x-gatehouse-secret':
      case 'x-gatehouse-gateway-key':
        return this.#vault.handle('client_secret', value);
      case 'location':
      case 'referer':
      case 'content-location':
        return this.target(value);
      default:
        return this.#jwts(value);
    }
  }

  #cookie(name: string, content: string): string {
    if (PUBLIC_COOKIES.has(name)) return content;
    return content === '' ? '' : this.#vault.handle('cookie', content);
  }

  #authorization(value: string): string {
    const [scheme = '', credentials] = split(value, ' ');
    if (!credentials) return value === '' ? '' : this.#vault.handle('token', value);
    if (/^basic$/i.test(scheme)) {
      const [user = '', secret = ''] = split(Buffer.from(credentials, 'base64').toString(), ':');
      return `${scheme} ${user}:${this.#vault.handle('client_secret', secret)}`;
    }
    const kind = /^(bearer|dpop)$/i.test(scheme) ? 'access_token' : 'token';
    return `${scheme} ${this.#vault.handle(kind, credentials.trim())}`;
  }

  #text(type: string, text: string): string {
    if (type.includes('x-www-form-urlencoded')) return this.#jwts(this.parameters(text));
    if (type.includes('json')) return this.#json(text);
    return this.#vault.scrub(this.#jwts(text));
  }

  #json(source: string): string {
    const patched = PATCHED.test(source) ? this.#patches(source) : source;
    const linked = patched.replace(
      LINK_CODE,
      (_, before: string, value: string) => `${before}"${this.#vault.handle('otp', value)}"`,
    );
    const text = linked.includes('"updatingCredential"') ? this.#updating(linked) : linked;
    const clean = text.replace(
      SECRET_MEMBER,
      (_, before: string, name: string, value: string) =>
        `${before}"${value ? this.#vault.handle(KINDS.get(name.toLowerCase()) ?? 'token', unquote(value)) : ''}"`,
    );
    return this.#vault.scrub(this.#jwts(clean));
  }

  /** In a SCIM PATCH a password stands beside its name, not behind it. */
  #patches(text: string): string {
    return text.replace(FLAT_OBJECT, (operation) =>
      PATCHED.test(operation)
        ? operation.replace(
            PATCH_VALUE,
            (_, before: string, value: string) =>
              `${before}"${value ? this.#vault.handle('password', unquote(value)) : ''}"`,
          )
        : operation,
    );
  }

  #updating(text: string): string {
    return text.replace(
      UPDATING,
      (_, before: string, value: string) => `${before}"${this.#vault.handle('password', unquote(value))}"`,
    );
  }

  #jwts(text: string): string {
    return text.includes('eyJ') ? text.replace(JWT, (token) => this.#vault.handle('token', token)) : text;
  }
}

function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    // Not valid percent-encoding: the value itself is the secret then.
    return value;
  }
}

function unquote(value: string): string {
  if (!value.includes('\\')) return value;
  try {
    return String(JSON.parse(`"${value}"`));
  } catch {
    // A string that was cut in the middle of an escape.
    return value;
  }
}
