/** What the signs of the timeline mean: only those that it uses. */
import { type Html, html, type Piece } from './page-html.ts';
import type { Drawing } from './page-lane.ts';

export function legend({ chart, timeline, runs, clock }: Drawing): Html {
  const { bars } = chart;
  const first = timeline.days[0]?.start ?? 0;
  const last = timeline.days.at(-1)?.end ?? 0;
  const isShown = ({ start, end }: { start: number; end: number }): boolean => start < last && end > first;
  const hasChange = timeline.days.some(({ start, end }) => clock.changeWithin(start, end) !== undefined);
  const full = chart.fullHeight.length > 0 ? `; height is the rate, at most ${chart.fullHeight.join(', ')}` : '';
  const entries: readonly (Piece | false)[] = [
    bars.length > 0 &&
      entry(
        html`<rect class="flow" x="0" y="4" width="28" height="12"/><line class="level" x1="0" x2="28" y1="4" y2="4"/>`,
        `Infused${full}`,
      ),
    bars.some(({ share }) => share === undefined) &&
      entry(
        html`<rect class="flow" x="0" y="8" width="28" height="8"/><line class="level unknown" x1="0" x2="28" y1="8" y2="8"/>`,
        'Infused, rate not stated',
      ),
    bars.some(({ infusion, previousEnd }) => previousEnd !== undefined && previousEnd >= infusion.start) &&
      entry(
        html`<rect class="flow" x="0" y="5" width="28" height="11"/><line class="change" x1="14" x2="14" y1="0" y2="16"/>`,
        'Next bag or record, without a gap',
      ),
    runs.some((run) => run.continuous && isShown(run)) && entry(html`<line class="run" x1="0" x2="28" y1="10" y2="10"/>`, 'Continuous run'),
    runs.some((run) => !run.continuous && isShown(run)) &&
      entry(html`<line class="run short" x1="0" x2="28" y1="10" y2="10"/>`, 'Run, not continuous'),
    timeline.stays.length > 0 && entry(html`<rect class="stay" x="0" y="0" width="28" height="16"/>`, 'In hospital'),
    timeline.doubtful.length > 0 &&
      entry(
        html`<rect class="doubt" x="1" y="1" width="26" height="14"/><text class="doubt-mark" x="10" y="13">?</text>`,
        'May be an infusion, not shown to be',
      ),
    hasChange && entry(html`<line class="clocks" x1="14" x2="14" y1="0" y2="16"/>`, 'Clocks change'),
  ];
  return html`<ul class="legend">${entries.filter((one) => one !== false)}</ul>`;
}

const entry = (drawing: Html, words: string): Html =>
  html`<li><svg width="28" height="17" aria-hidden="true" focusable="false">${drawing}</svg>${words}</li>`;
