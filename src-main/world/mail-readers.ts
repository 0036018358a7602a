import { PERSONAS } from './seed/personas.ts';

/** The persona whose inbox gets what is sent to an account, or to an address; as the mail application shows it. */
export function mailReaderOf(account: string, address: string | undefined): string | undefined {
  return PERSONAS.find(({ id, email }) => id === account || email === address)?.id;
}
