import type { Session } from 'electron';
import { isAppAddress } from './addresses.ts';

/** What the window's own page may do: put text on the clipboard when a person presses a copy button. */
const APP_PERMISSIONS: readonly string[] = ['clipboard-sanitized-write'];

/** Decides about a permission of a page: all are denied but those of {@link APP_PERMISSIONS} to the window's own page. */
export function isPermitted(permission: string, requester: string): boolean {
  return APP_PERMISSIONS.includes(permission) && isAppAddress(requester);
}

/** Answers every question for a permission or a device in a session, asked (request) or looked up (check). */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(isPermitted(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
}
