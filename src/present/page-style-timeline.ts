/** The style of tables and drawings; then what differs on a phone and on paper. */

const TABLES = `
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:middle;padding:.3rem .75rem .3rem 0;font-weight:400}
thead th{font-size:.8125rem;color:var(--dim);vertical-align:bottom;padding-bottom:.35rem;border-bottom:1px solid var(--rule)}
tbody tr{border-bottom:1px solid var(--rule)}
.number{text-align:right;white-space:nowrap}
.zero{color:var(--dim)}
.label{display:none}
.unit,.note{color:var(--dim);font-size:.8125rem}
.lines th,.others th,.list td,.lines td,.others td{padding-top:.5rem;padding-bottom:.5rem}
.lines .number,.others .number{width:5.5rem}
.lines .whys,.others .whys{padding-left:1.5rem}
.lines tbody th,.others tbody th{white-space:nowrap;width:6rem}
.others .code{width:8rem}
.laid-unit{display:inline-flex;flex-wrap:wrap;align-items:baseline;gap:.15rem .5rem}.laid-unit .chip{margin:0}
.whys .laid-unit{display:flex;margin:.15rem 0}
.units{display:block;max-width:26rem;margin-bottom:.3rem}
.list td{overflow-wrap:anywhere}
.list{font-size:.875rem;margin:.4rem 0 1.2rem}
.list caption{text-align:left;font-weight:650;font-size:1rem;padding-bottom:.2rem}
details .list caption{display:none}
`;

const DAYS = `
.days th[scope=row]{white-space:nowrap;width:1%}
.days .note{display:block;white-space:normal;max-width:11rem;line-height:1.3}
.days .axis,.days .lane{padding:0 1rem 0 0;width:44%}
.days thead .axis{padding-bottom:.35rem}
.days.numbered .lane,.days.numbered .axis{width:40%}
.days tbody .lane{vertical-align:bottom}
.days .infused{width:1%}
.days .answer{white-space:nowrap;padding-left:1rem;width:1%}
.hours{display:flex;justify-content:space-between}
.hours span{width:0;display:flex;justify-content:center}
.hours span:first-child{justify-content:flex-start}.hours span:last-child{justify-content:flex-end}
.day{display:block;background:var(--lane);overflow:hidden;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.legend{list-style:none;padding:0;margin-bottom:1rem;display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;font-size:.8125rem;color:var(--dim)}
.legend li{display:flex;align-items:center;gap:.5em}.legend svg{flex:none}
.flow{fill:var(--flow-ground)}
.level{stroke:var(--flow);stroke-width:2.5}
.level.unknown{stroke-dasharray:4 3}
.change{stroke:var(--flow);stroke-width:1.5}
.gap{stroke:var(--lane);stroke-width:4}
.hour{stroke:var(--hour);stroke-width:1}
.run{stroke:var(--ink);stroke-width:3}
.run.short{stroke-dasharray:5 4;stroke:var(--dim)}
.clocks{stroke:var(--bad);stroke-width:2;stroke-dasharray:3 3}
.rate{font-size:11px;fill:var(--ink);paint-order:stroke;stroke:var(--lane);stroke-width:2px;stroke-linejoin:round}
.stay{fill:url(#stripes)}
.stripe{stroke:var(--stripe);stroke-width:2.5}
.doubt{fill:url(#dots);stroke:var(--warn);stroke-dasharray:3 2}
.dotted{fill:var(--warn)}
.doubt-mark{font-size:13px;font-weight:700;fill:var(--warn)}
.unit-allowed{fill:var(--good)}
.unit-denied{fill:url(#stripes-denied);stroke:var(--bad)}
.stripe-denied{stroke:var(--bad);stroke-width:3}
.unit-pended{fill:url(#dots-pended);stroke:var(--warn)}
.dotted-pended{fill:var(--warn)}
.unit-supported{fill:var(--flow)}
`;

/** A day or a line of the claim becomes a block: what it is, the drawing in full width, what was said of it. */
const PHONE = `
@media screen and (max-width:56rem){
main{padding:1.25rem 1rem 2rem}
.claim>header h1,.claim>header h2{font-size:1.4rem}
.rate.wide{display:none}
table,tbody,caption{display:block}
tr{display:grid}
.days thead tr,.lines thead,.others thead,.list thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.days tbody tr{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .75rem;padding:.5rem 0 .6rem}
.days tbody th,.days td,.days tbody .lane{padding:0;width:auto}
.days tbody th{flex:1;white-space:normal}
.days .lane{order:2;flex:0 0 100%;margin:.2rem 0 .35rem}
.days .infused,.days .answer{width:auto}
.days .answer,.days .laid{order:3;padding:0}.days .laid{flex:1;text-align:right}.days .laid-unit{justify-content:flex-end}.days .chip{margin-right:0}
.days .note{max-width:none}
.label{display:inline;color:var(--dim)}
.lines tbody tr,.others tbody tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.55rem 0}
.lines tbody tr>*,.others tbody tr>*{padding:0;width:auto;text-align:left}
.lines tbody th,.others tbody th{font-weight:650;width:100%}
.lines .zero{display:none}
.lines .whys,.others .whys{padding:0;width:100%}
.list tbody tr{padding:.5rem 0}
.list td{display:grid;grid-template-columns:7.5rem minmax(0,1fr);padding:0;text-align:left}
.list td::before{content:attr(data-name);color:var(--dim)}
.rules ul{padding-left:1.2rem}
}
`;

const PAPER = `
@page{margin:14mm}
@media print{
:root{color-scheme:light}
body{font-size:10pt;line-height:1.4}
main{max-width:none;padding:0}
section{margin-top:1.5rem}
h1,h2,h3,h4,h5,summary{break-after:avoid}
tr,.case,.reasons li,.legend{break-inside:avoid}
.claim+.claim{break-before:page;border:0;margin:0;padding:0}
thead{display:table-header-group}
table{font-size:9pt}
.chip,.why,.line,.note,.unit,.legend,thead th,.identity,.sources,.facts{font-size:8pt}
.chip{padding:0 .4em}
.identity dt{font-size:8pt}
.claim>header h1,.claim>header h2{font-size:15pt}
.lines .whys,.others .whys{padding-left:.75rem}
th,td{padding-right:.5rem}
.lines .number,.others .number{width:4rem}
.days .lane,.days .axis{width:60%}
.rate.wide{display:none}
a{color:inherit}
.sources a::after{content:" (" attr(href) ")"}
details::details-content{content-visibility:visible;display:block;height:auto;block-size:auto}
details>summary{list-style:none;color:inherit}
svg,.chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

export const TIMELINE_STYLE = `${TABLES}${DAYS}${PHONE}${PAPER}`;
