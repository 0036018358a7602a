import type { HOST_RULES } from '../../../../src-main/control/host-rules.ts';
import type { HTTP_RULES } from '../../../../src-main/events/http-rules.ts';
import type { APP_RULES } from '../../../../src-main/world/apps/server/app-rules.ts';
import type { API_RULES } from '../../../../src-main/world/backends/api-rules.ts';
import type { LINK_RULES } from '../../../../src-main/world/persona-switch/link-rules.ts';
import type { MAIL_RULES } from '../../../../src-main/world/smtp/mail-rules.ts';
import { apiProvocations } from './api-provocations.ts';
import { appProvocations } from './app-provocations.ts';
import { hostProvocations } from './host-provocations.ts';
import { httpProvocations } from './http-provocations.ts';
import { mailProvocations } from './mail-provocations.ts';
import type { Turned } from './turned.ts';

type OtherRule =
  | keyof typeof HOST_RULES
  | keyof typeof HTTP_RULES
  | keyof typeof APP_RULES
  | keyof typeof API_RULES
  | keyof typeof LINK_RULES
  | keyof typeof MAIL_RULES;

/** One for each rule that belongs neither to the provider nor to the gateway; the type check asks for all. */
export const OTHER_PROVOCATIONS: Record<OtherRule, () => Promise<Turned>> = {
  ...httpProvocations,
  ...hostProvocations,
  ...apiProvocations,
  ...appProvocations,
  ...mailProvocations,
};
