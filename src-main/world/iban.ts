/**
 * Account numbers in the form of an IBAN (ISO 13616) under the country code `XH`. The codes XA to XZ are left to users
 * by ISO 3166-1 and XH has no bank register, so these numbers belong to no account anywhere. Their check digits are right.
 */
const COUNTRY = 'XH';
const BANK = 'HARB';
const PATTERN = /^XH\d{2}HARB\d{12}$/;

/** The IBAN of the bank's own account number, e.g. `4711`. */
export function harbourIban(account: string): string {
  const bban = `${BANK}${account.padStart(12, '0')}`;
  const check = 98 - remainder(`${bban}${COUNTRY}00`);
  return `${COUNTRY}${String(check).padStart(2, '0')}${bban}`;
}

/** Whether a text is an IBAN of this bank with right check digits (ISO 7064, mod 97-10). Spaces do not count. */
export function isHarbourIban(text: string): boolean {
  const iban = text.replaceAll(' ', '').toUpperCase();
  return PATTERN.test(iban) && remainder(iban.slice(4) + iban.slice(0, 4)) === 1;
}

/** The bank's own account number inside an IBAN, without leading zeros. */
export function accountOfIban(iban: string): string {
  return iban.replaceAll(' ', '').slice(8).replace(/^0+/, '');
}

/** In groups of four, as people read it. */
export function spaced(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    // A letter counts as two digits, A = 10 … Z = 35.
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}
