import { html } from './html.ts';
import type { Page } from './layout.ts';

/** Where a form of the device flow goes, and the token that ties it to this browser. */
export interface DeviceForm {
  action: string;
  xsrf: string;
}

/** The page on which a person types the code that a device shows (RFC 8628 §3.3). */
export function deviceCodePage(form: DeviceForm, userCode: string, problem: string | undefined): Page {
  const invalid = problem ? html` aria-invalid="true" aria-describedby="problem"` : '';
  return {
    title: problem ? 'Connect a device: try again' : 'Connect a device',
    content: html`<h1>Connect a device</h1>
<p class="lead">Type the code that the device shows.</p>
${problem && html`<div class="alert" id="problem" role="alert"><strong>That did not work.</strong> ${problem}</div>`}
<form method="post" action="${form.action}" novalidate>
<input type="hidden" name="xsrf" value="${form.xsrf}">
<label for="user_code">Code</label>
<input type="text" class="code" id="user_code" name="user_code" value="${userCode}" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus${invalid}>
<div class="buttons"><button type="submit" class="primary">Continue</button></div>
</form>`,
  };
}

/** The page on which a person compares the code, so that nobody is led to connect a stranger's device (§5.4). */
export function deviceConfirmPage(form: DeviceForm, application: string, userCode: string): Page {
  return {
    title: `Connect ${application}?`,
    content: html`<h1>Connect ${application}?</h1>
<p class="lead">Compare the code with the one on the device in front of you.</p>
<code class="user-code">${userCode}</code>
<p>If you did not start this on a device of your own, deny: somebody may want your access on theirs.</p>
<form method="post" action="${form.action}">
<input type="hidden" name="xsrf" value="${form.xsrf}">
<input type="hidden" name="user_code" value="${userCode}">
<div class="buttons">
<button type="submit" class="primary" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</div>
</form>`,
  };
}

/** The last page of the device flow. */
export function deviceDonePage(application: string): Page {
  return {
    title: 'Device connected',
    content: html`<p class="verdict good">Allowed</p>
<h1>The device is connected</h1>
<p class="lead">Go back to ${application} on the device. You can close this page.</p>`,
  };
}

/** Said after the person refused the device. */
export function deviceDeniedPage(): Page {
  return {
    title: 'Device refused',
    content: html`<p class="verdict">Denied</p>
<h1>The device was not connected</h1>
<p class="lead">It hears that you refused. You can close this page.</p>`,
  };
}
