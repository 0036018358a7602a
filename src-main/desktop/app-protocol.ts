import { protocol, type Session } from 'electron';
import { APP_SCHEME } from './addresses.ts';
import { answerApp } from './app-files.ts';

/** Makes `app:` a scheme with origins, like https. Must run before Electron is ready, once. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built user interface to the windows of a session. */
export function serveApp(session: Session, renderer: string): void {
  session.protocol.handle(APP_SCHEME, (request) => answerApp(request, renderer));
}
