/** The style sheet of the page. Colours are named by what they mean; each stands on its ground at 4.5 to 1 or better. */
import { TIMELINE_STYLE } from './page-style-timeline.ts';

const COLOURS = `
:root{color-scheme:light dark;
--ground:#fff;--ink:#17212b;--dim:#52606d;--rule:#d8dfe6;--soft:#f3f6f8;--link:#0b5c8a;
--good:#166534;--good-ground:#e5f3ea;--bad:#a3211b;--bad-ground:#fbeae8;--warn:#7a4a00;--warn-ground:#fcf0d9;--add:#4338a0;--add-ground:#ecebfb;
--flow:#1b6f8f;--flow-ground:#bcdce8;--lane:#f3f6f8;--stripe:#8a6fa8;--stay-ground:#f1ebf7;--hour:#d3dbe3}
@media screen and (prefers-color-scheme:dark){:root{
--ground:#11161c;--ink:#e7ecf1;--dim:#a4b1be;--rule:#2f3a45;--soft:#1a222a;--link:#7cc4f2;
--good:#86d9a0;--good-ground:#143122;--bad:#ffa39a;--bad-ground:#401a18;--warn:#f2c478;--warn-ground:#38290f;--add:#bdb6ff;--add-ground:#292552;
--flow:#72c7e2;--flow-ground:#1f4c5d;--lane:#1a222a;--stripe:#b79bd6;--stay-ground:#2a2335;--hour:#35414d}}
`;

const TEXT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Open Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:72rem;margin:0 auto;padding:2rem 1.5rem 3rem}
h1,h2,h3,h4,h5,p,ul,ol,dl,dd{margin:0}
h1,h2,h3,h4,h5{line-height:1.25;text-wrap:balance}
.claim>header h1,.claim>header h2{font-size:1.75rem;font-weight:650;letter-spacing:-.01em}
section{margin-top:2.5rem}
section>h2,section>h3{font-size:1.2rem;font-weight:650;padding-bottom:.4rem;border-bottom:1px solid var(--rule);margin-bottom:.9rem}
a{color:var(--link);text-underline-offset:.15em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
:target{scroll-margin-top:1rem;outline:2px solid var(--link);outline-offset:4px;border-radius:2px}
code{font:.875em/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.unseen{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;margin:-1px;padding:0;border:0}
.whole{white-space:nowrap}
.sign{width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round;flex:none}
.chip{display:inline-flex;align-items:center;gap:.35em;border:1px solid currentColor;border-radius:4px;padding:.05em .5em .1em .4em;font-size:.875rem;font-weight:600;line-height:1.45;white-space:nowrap;margin-right:.25em;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.chip.allowed{color:var(--good);background:var(--good-ground)}
.chip.denied{color:var(--bad);background:var(--bad-ground)}
.chip.pended{color:var(--warn);background:var(--warn-ground)}
.chip.missing{color:var(--add);background:var(--add-ground);border-style:dashed}
.chip.none{color:var(--dim);border-color:transparent;padding-left:0;font-weight:400}
.badge{display:inline-flex;vertical-align:-.14em;margin-right:.45em}
.decision .badge{padding:.17em;border-radius:6px;border:2px solid currentColor;font-size:.8em;vertical-align:-.22em;margin-right:.55em}
.why,.line{font-size:.875rem}
summary{cursor:pointer;width:fit-content;color:var(--link);padding:.15rem 0}
summary:hover{text-decoration:underline}
ul,ol{padding-left:1.2rem}
footer{margin-top:3rem;padding-top:.9rem;border-top:1px solid var(--rule);font-size:.875rem;color:var(--dim)}
.claim+.claim{margin-top:4rem;padding-top:2.5rem;border-top:4px solid var(--rule)}
.index{margin-bottom:3rem}.index ol{margin-top:.8rem}.index li{padding:.15rem 0}
`;

const HEADER = `
.kicker{color:var(--dim);font-size:.9375rem;margin-bottom:.35rem}
.decision.approved .badge{color:var(--good);background:var(--good-ground)}.decision.denied .badge{color:var(--bad);background:var(--bad-ground)}.decision.reduced .badge,.decision.pended .badge{color:var(--warn);background:var(--warn-ground)}.decision.not-applicable .badge{color:var(--dim)}
.lead{margin-top:.7rem;font-size:1.0625rem}
.reasons{list-style:none;padding:0;margin-top:1rem;display:grid;gap:.5rem}
.identity{font-size:.875rem;display:flex;flex-wrap:wrap;gap:.6rem 2.5rem;margin-top:1.4rem;padding:.8rem 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
.identity dt{color:var(--dim);font-size:.8125rem}
`;

const FINDINGS = `
.group+.group{margin-top:2rem}
.group>h3,.group>h4{font-size:1rem;font-weight:650}
.group.denied .badge{color:var(--bad)}.group.pended .badge{color:var(--warn)}.group.none .badge{color:var(--dim)}
.group.denied>h3,.group.denied>h4{color:var(--bad)}.group.pended>h3,.group.pended>h4{color:var(--warn)}
.finding{padding:1rem 0 1.1rem;border-bottom:1px solid var(--rule)}
.finding h4,.finding h5{font-size:1rem;font-weight:650}
.finding h4 code,.finding h5 code{font-weight:400;color:var(--dim);margin-left:.35em}
.case{max-width:46rem;margin-top:.5rem}.case+.case{margin-top:1rem}
.facts,.sources{font-size:.875rem;color:var(--dim)}
.codes{color:var(--ink);white-space:nowrap;font-size:1em}
.fix{margin-top:.2rem}
.case details,.finding>details{margin-top:.4rem;font-size:.875rem}
.sources{margin-top:.8rem;max-width:60rem}
.references{columns:18rem;overflow-wrap:anywhere;font-size:.875rem;padding:.3rem 0 .3rem 1.2rem}
.aside,.rules{list-style:none;padding:0}
.aside summary,.rules summary{padding:.2rem 0}
.count{display:inline-block;min-width:2ch;text-align:right;font-weight:650;color:var(--ink)}
.rules ul{columns:26rem 2;padding:.2rem 0 .6rem 3.2rem;font-size:.875rem}
.rules code{color:var(--dim)}
`;

export const PAGE_STYLE = `${COLOURS}${TEXT}${HEADER}${FINDINGS}${TIMELINE_STYLE}`;
