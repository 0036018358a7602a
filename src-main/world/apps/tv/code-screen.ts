import { html } from '../shared/html.js';
import { type Notice, notice } from '../shared/views.js';

/** A sign-in of a device that waits for somebody to approve it (RFC 8628 §3.2). */
export interface PendingDevice {
  userCode: string;
  verificationUri: string;
  verificationUriComplete: string;
}

/** The screen with the code. The link stands where a television shows a QR code (RFC 8628 §3.3.1). */
export function codeScreen(device: PendingDevice, message?: Notice) {
  return html`${message && notice(message)}<section class="part device">
    <h1>Connect this television</h1>
    <p>On your phone or laptop, open</p>
    <p class="mono">${device.verificationUri}</p>
    <p>and type this code:</p>
    <p class="user-code mono">${device.userCode}</p>
    <p class="hush">Or <a href="${device.verificationUriComplete}">open it with the code filled in</a></p>
    <form method="post" action="/poll"><button class="primary">Ask whether it was approved</button></form>
  </section>`;
}
