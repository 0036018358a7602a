import { scroll } from './watch-frames.mjs';

/**
 * What a person does with the traces of a long log, each thing measured.
 *
 * @param {import('@playwright/test').Page} page
 * @param {(what: string, act: () => Promise<unknown>) => Promise<void>} measure
 */
export async function walkTraces(page, measure) {
  const list = page.getByRole('listbox', { name: 'Flows, newest first' });
  const options = list.getByRole('option');
  const detail = page.getByRole('region', { name: 'The selected flow' });
  const search = page.getByRole('searchbox', { name: 'Search the flows' });
  const found = page.getByText(/^[1-9]\d* flows?$/);
  const tab = (/** @type {string} */ name) => page.getByRole('tab', { name, exact: true }).click();
  await measure('open the list of traces', async () => {
    await page.getByRole('link', { name: 'Traces', exact: true }).click();
    await options.first().waitFor();
  });
  await measure('all of them counted', () => page.getByText(/^\d{3,} flows$/).waitFor({ timeout: 120_000 }));
  await measure('scroll the list', () => scroll(list));
  await measure('open ten flows', async () => {
    await list.focus();
    for (let flow = 0; flow < 10; flow += 1) {
      await page.keyboard.press('ArrowDown');
      await page.getByRole('grid').getByRole('row').nth(2).waitFor();
    }
  });
  await measure('search', async () => {
    await search.pressSequentially('gw.scope.required', { delay: 30 });
    await found.waitFor();
  });
  await search.fill('');
  const actor = page.getByLabel('Begun by');
  await measure('filter by person', async () => {
    await actor.selectOption('persona:alice');
    await found.waitFor();
  });
  await actor.selectOption('');
  await page.getByText(/^\d{3,} flows$/).waitFor();
  await list.focus();
  await measure('go to the oldest flow', async () => {
    await page.keyboard.press('End');
    await options.last().and(page.locator('[aria-selected="true"]')).waitFor();
  });
  await list.focus();
  await measure('open the longest flow', async () => {
    await page.keyboard.press('Home');
    await detail
      .getByText(/\b\d{3,} hops\b/)
      .first()
      .waitFor();
    await page.getByRole('grid').getByRole('row').nth(2).waitFor();
  });
  await measure('scroll its sequence diagram', () => scroll(page.getByRole('grid')));
  await measure('open its timeline', async () => {
    await tab('Timeline');
    await page.getByRole('listbox', { name: 'Spans' }).waitFor();
  });
  const spans = page.getByRole('listbox', { name: 'Spans' });
  await measure('scroll its timeline', () => scroll(spans));
  await measure('walk through its spans', async () => {
    await spans.focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowDown');
  });
  await measure('open its state', async () => {
    await tab('State');
    await page.getByRole('region', { name: 'State' }).getByRole('row').nth(1).waitFor();
  });
  const scrubber = page.getByRole('slider', { name: 'Moment of the flow' });
  const scrub = async () => {
    await scrubber.focus();
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowLeft');
  };
  await measure('move the scrubber over its state', scrub);
  await measure('open its tokens', async () => {
    await tab('Token');
    await page.getByRole('region', { name: 'Token inspector' }).waitFor();
  });
  await tab('Hops');
  await measure('scroll its hops', () => scroll(page.getByRole('region', { name: 'Hops' })));
  await measure('move the scrubber over its hops', scrub);
  await tab('Timeline');
  await spans.waitFor();
  await measure('move the scrubber over its timeline', scrub);
  await tab('Sequence');
  await page.getByRole('grid').waitFor();
  await measure('move the scrubber over its sequence', scrub);
  await measure('lay two long flows side by side', async () => {
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Two runs side by side' }).getByRole('row').nth(2).waitFor();
  });
  await measure('scroll both', () => scroll(page.getByRole('region', { name: 'Messages' })));
}
