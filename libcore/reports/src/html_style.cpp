#include "html_style.hpp"

namespace ec::reports {

std::string_view html_css() noexcept {
    return R"(
:root{color-scheme:light dark;--bg:#f5f6f8;--card:#ffffff;--ink:#1b2430;--soft:#5b6673;
--line:#dfe3e8;--amber:#b45309;--violet:#7c3aed;--violet-bg:#f3edfe;--dots:#8793a1}
@media (prefers-color-scheme:dark){:root{--bg:#0e1116;--card:#14181f;--ink:#e6eaf0;--soft:#97a3b3;
--line:#2a323e;--amber:#f5b041;--violet:#b794f6;--violet-bg:#2a2040;--dots:#6d7a8a}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);
font:16px/1.65 system-ui,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
"WenQuanYi Micro Hei",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .6rem}
h2{font-size:1.02rem;margin:1.9rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
p{margin:.5rem 0}ul{margin:.5rem 0;padding-left:1.3rem}li{margin:.25rem 0}
.bar{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;color:var(--soft);font-size:.86rem}
.tag{border:1px solid var(--soft);border-radius:3px;padding:0 .45rem;font-weight:600;color:var(--ink)}
.s-status{color:var(--soft);font-size:.9rem}
.s-bottom_line{background:var(--card);border:1px solid var(--line);border-radius:8px;
padding:.35rem 1.1rem .6rem;margin-top:1.2rem;font-size:1.08rem}
.s-bottom_line h2{border:0;margin:.6rem 0 .1rem;color:var(--soft);font-size:.85rem}
.note{color:var(--soft);font-size:.86rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.32rem .7rem .32rem 0;border-bottom:1px solid var(--line);
vertical-align:top}
th{color:var(--soft);font-weight:600}
td.n,th.n{text-align:right}
.odds{display:grid;grid-template-columns:max-content 1fr max-content max-content;gap:.35rem .8rem;
align-items:center;margin:.6rem 0;font-variant-numeric:tabular-nums}
.odds b{text-align:right}.odds small{color:var(--soft)}
.odds svg{width:100%;height:.8rem;display:block}
.odds .o-track{fill:var(--line)}.odds .o-up{fill:var(--ch-rise)}.odds .o-in{fill:var(--dots)}
.odds .o-down{fill:var(--ch-fall)}.odds .o-base{fill:var(--ink)}
.c{position:relative;cursor:help;text-decoration:underline dotted transparent 1px;
text-underline-offset:.22em;outline-offset:2px}
.c:hover,.c:focus,#sources:checked~.doc .c{text-decoration-color:var(--dots)}
.c[data-source]:hover::after,.c[data-source]:focus::after{content:attr(data-source);
position:absolute;left:0;top:1.75em;z-index:9;width:max-content;max-width:min(24rem,80vw);
padding:.35rem .6rem;background:var(--ink);color:var(--card);border-radius:5px;
font-size:.8rem;line-height:1.4;font-weight:400;white-space:normal;pointer-events:none}
.x{text-decoration:underline dashed var(--amber) 2px;text-underline-offset:.22em;cursor:help}
.x sup{color:var(--amber);font-weight:700;font-size:.72em;margin-left:.1em}
.k{border:1.5px solid var(--violet);background:var(--violet-bg);border-radius:4px;
padding:0 .25em;cursor:help}
.k i{font-style:normal;color:var(--violet);font-weight:600}
.switch{position:absolute;opacity:0;width:1px;height:1px}
.switch-label{cursor:pointer;border:1px solid var(--line);border-radius:5px;padding:.05rem .6rem;
background:var(--card);color:var(--ink);font-size:.86rem}
#sources:focus-visible~.doc .switch-label{outline:2px solid var(--violet)}
#sources:checked~.doc .switch-label{background:var(--ink);color:var(--card)}
figure{margin:.6rem 0;padding:.5rem;background:var(--card);border:1px solid var(--line);
border-radius:8px}
.ch{display:block;width:100%}
.narrow{display:none}
details{font-size:.85rem;color:var(--soft);margin-top:.4rem}summary{cursor:pointer}
footer{margin-top:2.5rem;padding-top:.8rem;border-top:1px solid var(--line);color:var(--soft);
font-size:.8rem;overflow-wrap:anywhere}
@media (max-width:40rem){.wide{display:none}.narrow{display:block}body{font-size:15px}h1{font-size:1.3rem}.odds small{display:none}
.odds{grid-template-columns:max-content 1fr max-content}}
@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}
body{font-size:10.5pt}main{max-width:none;padding:0}.switch-label,.switch{display:none}
h2{break-after:avoid}figure,table,.s-bottom_line{break-inside:avoid}details{display:none}
.c{cursor:auto}}
)";
}

}  // namespace ec::reports
