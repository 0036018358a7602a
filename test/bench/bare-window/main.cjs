const { app, BrowserWindow } = require('electron');

/** The floor for a start: Electron, one window, one page with a button, nothing else. */
const PAGE = `data:text/html,<!doctype html><title>Bare</title><button>Go</button><script>
  addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(() => {
    performance.mark('gatehouse:labs-interactive');
  })));
</script>`;

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadURL(PAGE);
});
