import type { CodeStep } from '../../../contract/codes.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { Account } from '../../../store/accounts.ts';
import type { ConfirmationCode } from '../../../store/confirmation-codes.ts';
import type { IssuedCode } from '../../lifecycle/code-book.ts';
import type { RunningParts } from '../../parts.ts';

/** The scenario of every code of a recovery by messages. */
export const SCENARIO = 'NOTIFICATION_BASED_PW_RECOVERY' as const;

/** Makes a code of a recovery that is handed to who asked, not sent; `lifetime` in ms. */
export function issue(
  parts: RunningParts,
  account: Account,
  step: CodeStep,
  lifetime: number,
  { by = 'handed-over', data = {} }: { by?: ConfirmationCode['channel']; data?: JsonObject } = {},
): IssuedCode {
  const request = { account: account.id, scenario: SCENARIO, step, format: 'link', lifetime } as const;
  return parts.lifecycle.codes.issue({ ...request, channel: by, data });
}
