import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The secret of this run: 32 random bytes, base64url. It proves that a caller was let in by the person who started it. */
export function createRunSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing of the secret, whatever the length of `given`. */
export function isRunSecret(secret: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(secret), digest(given));
}

/**
 * The `tracestate` member (W3C Trace Context §3.3) by which a persona browser says whose it is:
 * `gatehouse=<persona>.<first 16 hex digits of HMAC-SHA256(run secret, persona)>`. Only this run can write one.
 */
export function personaTraceState(secret: string, persona: string): string {
  const tag = createHmac('sha256', secret).update(persona, 'utf8').digest('hex').slice(0, 16);
  return `gatehouse=${persona}.${tag}`;
}
