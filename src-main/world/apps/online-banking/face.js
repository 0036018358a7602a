/** How Online Banking presents itself; its server and its page both need it. */

/** @type {import('../shared/views.js').AppFace} */
export const FACE = {
  id: 'online-banking',
  name: 'Online Banking',
  lead: 'Your accounts and payments, in the browser.',
  features: ['accounts', 'payments', 'pay'],
};
