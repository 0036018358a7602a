import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import type { SMTPServer } from 'smtp-server';
import type { JsonObject } from '../../contract/json.ts';
import type { Core } from '../../events/core.ts';
import { closeServers, listenOnLoopback } from '../../events/loopback.ts';
import { workAs } from '../../events/work.ts';
import { failedRule, MAIL_RULES, type MailRule } from './mail-rules.ts';

/** The largest mail, bytes. */
export const MOST_BYTES = 1024 * 1024;
/** The most recipients of one mail. */
const MOST_RECIPIENTS = 100;
/** The most clients at once. */
const MOST_CLIENTS = 20;
/** Where in the diagrams a mail arrives. */
const NODE = 'app:mail';

/** A mail server on loopback. */
export interface MailServer {
  /** Listens on 127.0.0.1 and, where there is one, ::1. 0 lets the system choose. Rejects with `port.taken`. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Takes mail from any mail library (RFC 5321), with any name and password or none, and puts it into the inboxes of the
 * people of this world. What speaks the protocol is loaded with the first client: a start does not pay for it.
 */
export function createMailServer(core: Core, ownOrigins: () => readonly string[]): MailServer {
  let speaking: Promise<SMTPServer> | undefined;
  const servers: Server[] = [];
  const take = (socket: Socket) => {
    // Until there is somebody who hears of it, a client that breaks off must not end the process.
    const early = () => socket.destroy();
    socket.on('error', early);
    speaking ??= speak(core, ownOrigins);
    speaking.then(
      ({ server }) => {
        socket.off('error', early);
        server.emit('connection', socket);
      },
      (error: unknown) => {
        socket.destroy();
        core.recorder.record({
          type: 'message.refused',
          outcome: 'failed',
          reasons: [failedRule('mail.sandbox.sound', { path: 'mail', inputs: { error: String(error) } })],
          data: { rule: 'mail.sandbox.sound' },
        });
      },
    );
  };
  return {
    listen: async (port) => {
      const listening = await listenOnLoopback(() => createServer(take), port);
      servers.push(...listening.servers);
      return listening.port;
    },
    close: async () => {
      const smtp = await speaking?.catch(() => undefined);
      for (const connection of smtp?.connections ?? []) connection.close();
      await closeServers(servers);
    },
  };
}

async function speak(core: Core, ownOrigins: () => readonly string[]): Promise<SMTPServer> {
  const [{ SMTPServer: Speaker }, { putIntoInboxes }] = await Promise.all([
    import('smtp-server'),
    import('./letter-box.ts'),
  ]);
  const refuse = (rule: MailRule, facts: Parameters<typeof failedRule>[1], data: JsonObject): Error => {
    core.recorder.record({
      type: 'message.refused',
      outcome: rule === 'mail.sandbox.sound' ? 'failed' : 'denied',
      reasons: [failedRule(rule, facts)],
      data: { ...data, rule },
    });
    return Object.assign(new Error(MAIL_RULES[rule].title), {
      responseCode: Number(MAIL_RULES[rule].answer),
    });
  };
  const tooLarge = (size: number, from: string) =>
    refuse('mail.size', { path: 'size', expected: MOST_BYTES, seen: size, inputs: { size } }, { from });
  /** Each step of a client is a story of its own; a mail that was taken is one. */
  const inStory = (work: () => Promise<Error | undefined>, callback: (error?: Error) => void) =>
    void workAs(core, 'outside', NODE, work).then(({ result }) => callback(result));
  return new Speaker({
    name: 'gatehouse.sandbox',
    banner: 'Mail of this world; it goes nowhere else',
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    maxClients: MOST_CLIENTS,
    size: MOST_BYTES,
    // A size that is announced is judged below, where it is recorded.
    hideSize: true,
    disableReverseLookup: true,
    onAuth: ({ username }, _session, callback) => callback(null, { user: username ?? 'somebody' }),
    onMailFrom: ({ address, args }, _session, callback) => {
      const announced = Number((args as { SIZE?: string }).SIZE ?? 0);
      if (announced <= MOST_BYTES) callback();
      else inStory(async () => tooLarge(announced, address), callback);
    },
    onRcptTo: (_address, { envelope }, callback) => {
      if (envelope.rcptTo.length < MOST_RECIPIENTS) callback();
      else
        inStory(
          async () =>
            refuse(
              'mail.recipients',
              {
                path: 'recipients',
                expected: MOST_RECIPIENTS,
                seen: envelope.rcptTo.length + 1,
                inputs: { recipients: envelope.rcptTo.length + 1 },
              },
              {},
            ),
          callback,
        );
    },
    onData: (stream, { envelope }, callback) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const recipients = envelope.rcptTo.map(({ address }) => address);
      inStory(async () => {
        const { size, source } = await read(stream);
        if (source === undefined) return tooLarge(size, from);
        try {
          await putIntoInboxes(core, { source, from, recipients }, ownOrigins);
          return undefined;
        } catch (error) {
          return refuse('mail.sandbox.sound', { path: 'mail', inputs: { error: String(error) } }, { from });
        }
      }, callback);
    },
  });
}

/** Reads a mail to its end; what is too large is not kept. */
async function read(stream: Readable): Promise<{ size: number; source: Buffer | undefined }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return { size, source: size <= MOST_BYTES ? Buffer.concat(chunks) : undefined };
}
