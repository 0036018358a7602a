import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Cost of scrypt (RFC 7914 §2): 32 MiB of memory for each guess. */
const FULL = { N: 2 ** 15, r: 8, p: 1 } as const;
/** The same work without its price: 1 MiB. */
const LIGHT = { ...FULL, N: 2 ** 10 } as const;
let cost: { readonly N: number; readonly r: number; readonly p: number } = FULL;
const KEY_BYTES = 32;
/** The longest password, characters: longer ones only cost time. */
const MAX_LENGTH = 1024;

const STORED = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;

/**
 * From now on hashes of this process are cheap. For sandboxes that are thrown away with all their passwords, and that are
 * signed in to hundreds of times by a lab proof or a test. A hash carries its cost, so that either kind can be checked.
 */
export function lightPasswords(): void {
  cost = LIGHT;
}

/** Hashes a password with scrypt and a fresh salt: `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const { N, r, p } = cost;
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, KEY_BYTES, options(N, r, p));
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether a password is the one behind a stored hash. Without a hash it does the same work and answers false, so that
 * the time of the answer does not tell which accounts exist.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const known = STORED.exec(stored ?? '');
  const [, n = cost.N, r = cost.r, p = cost.p, salt = '', key = ''] = known ?? [];
  const expected = known ? Buffer.from(key, 'base64url') : Buffer.alloc(KEY_BYTES);
  const actual = await derive(
    password.slice(0, MAX_LENGTH).normalize('NFKC'),
    Buffer.from(salt, 'base64url'),
    expected.length,
    options(Number(n), Number(r), Number(p)),
  );
  return timingSafeEqual(actual, expected) && known !== null && password.length <= MAX_LENGTH;
}

function options(N: number, r: number, p: number): ScryptOptions {
  return { N, r, p, maxmem: 256 * N * r };
}
