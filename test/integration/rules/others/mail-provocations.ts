import { onTestFinished } from 'vitest';
import type { Core } from '../../../../src-main/events/core.ts';
import type { MAIL_RULES } from '../../../../src-main/world/smtp/mail-rules.ts';
import { createMailServer } from '../../../../src-main/world/smtp/mail-server.ts';
import { testCore } from '../../../support/core.ts';
import { sendMail } from '../../../support/mail.ts';
import { newestRefusal, type Turned } from './turned.ts';

const TO = 'alice.moreau@mail.example';

/** Sends a mail to a mail server of its own. */
const mailed =
  (mail: Parameters<typeof sendMail>[1], spoil: (core: Core) => void = () => undefined) =>
  async (): Promise<Turned> => {
    const core = testCore();
    const server = createMailServer(core, () => []);
    onTestFinished(() => server.close());
    const port = await server.listen(0);
    spoil(core);
    const { code } = await sendMail(port, mail);
    return { answer: String(code), event: await newestRefusal(core) };
  };

const many = Array.from({ length: 101 }, (_, number) => `person-${number}@mail.example`);

export const mailProvocations: Record<keyof typeof MAIL_RULES, () => Promise<Turned>> = {
  'mail.size': mailed({ to: TO, text: 'x'.repeat(1024 * 1024) }),
  'mail.recipients': mailed({ envelope: { from: 'shop@shop.example', to: many } }),
  'mail.sandbox.sound': mailed({ to: TO }, (core) =>
    core.store.transaction(() => core.store.prepare('ALTER TABLE message RENAME TO gone').run()),
  ),
};
