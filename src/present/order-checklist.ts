/** The printable checklist for those who order: what must be on record for the days to be payable later. */
import { RECORD_GROUPS } from '../policy/record-items.ts';
import { html, verbatim } from './page-html.ts';
import { PAGE_STYLE } from './page-style.ts';

const STYLE = `
main{max-width:48rem}
ul{list-style:none;padding:0;display:grid;gap:.6rem}
li{display:grid;grid-template-columns:1.4rem 1fr;gap:.7rem;align-items:start}
.box{width:1.1rem;height:1.1rem;border:2px solid currentColor;border-radius:3px;margin-top:.2rem}
small{display:block;color:var(--dim)}
@media print{section{margin-top:1.2rem}body{font-size:12pt}}
`;

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function orderChecklist(): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Checklist: continuous pain infusion at home</title>
<link rel="icon" href="data:,">
<style>${verbatim(PAGE_STYLE + STYLE)}</style>
</head>
<body>
<main>
<h1>Continuous pain infusion at home</h1>
<p>What must be on record for its days (HCPCS S9326) to be payable later.</p>
${RECORD_GROUPS.map(
  ({ title, items }) => html`<section><h2>${title}</h2>
<ul>${items.map(
    ({
      text,
      rules,
    }) => html`<li><span class="box" aria-hidden="true"></span><span>${text}<small>asked by ${rules.join(', ')}</small></span></li>
`,
  )}</ul></section>
`,
)}
<footer><p>It says what this program looks for; a payer's contract may ask for more. It is not medical advice.</p></footer>
</main>
</body>
</html>
`.text;
}
