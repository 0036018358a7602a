import { z } from 'zod';

/** Money as the APIs write it: a decimal text, as binary fractions cannot hold cents. */
export interface Money {
  value: string;
  currency: 'EUR';
}

/** Cents as {@link Money}. */
export function money(cents: number): Money {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(cents) / 100);
  return { value: `${sign}${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')}`, currency: 'EUR' };
}

/** An amount that somebody wants to pay, as cents: `12.50`, more than nothing and at most 10 000. */
export const amountSchema = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,2})?$/, 'Write an amount like 12.50')
  .transform((value) => Math.round(Number(value) * 100))
  .refine((cents) => cents > 0 && cents <= 1_000_000, 'The amount must be between 0.01 and 10000.00');

/** Virtual ms since the epoch as RFC 3339 text. */
export const isoTime = (ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', ISO).format(ms).replace(' ', 'T').concat('Z');

const ISO: Intl.DateTimeFormatOptions = {
  timeZone: 'UTC',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};
