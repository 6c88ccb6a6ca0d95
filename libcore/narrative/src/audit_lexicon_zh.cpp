#include "audit_lexicon.hpp"

#include <array>

namespace ec::narrative::audit {
namespace {

// Chinese phrases beside the catalogue's own names; blanks never count.
constexpr std::array rows{
    // prices of the session
    PhraseRow{"收盘|收盘价|收于|收报|报收|收在|最新价|现价|报", Role::fact, 0, "close"},
    PhraseRow{"开盘|开盘价|今开|开于", Role::fact, 0, "open"},
    PhraseRow{"最高|最高价|盘中高点|盘中最高", Role::fact, 0, "high"},
    PhraseRow{"最低|最低价|盘中低点|盘中最低", Role::fact, 0, "low"},
    PhraseRow{"前收盘|前收盘价|昨收|前收|上一交易日收盘|前一交易日收盘", Role::fact, 0,
              "previous_close"},
    PhraseRow{"最后交易日|交易日|截至|报告日", Role::fact, 0, "session"},
    PhraseRow{"股价|该股|公司|价格|个股|指数", Role::subject},
    PhraseRow{"基准指数|大盘|沪深300|沪深 300|恒生指数|恒指|标普500|标普 500|盈富基金",
              Role::benchmark},
    PhraseRow{"中证500|中证 500|科创50|科创 50|上证50|纳斯达克100|中证1000", Role::name},
    // averages
    PhraseRow{"{n}日均线|{n}日线|{n}日移动平均|{n}日移动平均线|{n}天均线|{n}日平均线|{n}日简单均线|"
              "MA{n}|{n}日均价",
              Role::fact, 0, "sma_{n}"},
    PhraseRow{"{n}日指数均线|{n}日指数移动平均", Role::fact, 0, "ema_{n}"},
    // momentum
    PhraseRow{"DIF|MACD快线|MACD 线|MACD线", Role::fact, 0, "macd"},
    PhraseRow{"DEA|MACD慢线|信号线|MACD信号线", Role::fact, 0, "macd_signal"},
    PhraseRow{"MACD柱|MACD柱状图|MACD柱线|柱线|柱体|MACD 红柱|MACD 绿柱", Role::fact, 0,
              "macd_hist"},
    PhraseRow{"相对强弱指标|相对强弱指数|RSI14|14日RSI", Role::fact, 0, "rsi_14"},
    PhraseRow{"平均趋向指数|ADX14|14日ADX", Role::fact, 0, "adx_14"},
    PhraseRow{"K值|KDJ的K值|K 线值", Role::fact, 0, "kdj_k"},
    PhraseRow{"D值|KDJ的D值", Role::fact, 0, "kdj_d"},
    PhraseRow{"J值|KDJ的J值", Role::fact, 0, "kdj_j"},
    PhraseRow{"资金流量指标", Role::fact, 0, "mfi_14"},
    PhraseRow{"威廉", Role::fact, 0, "willr_14"},
    // range
    PhraseRow{"布林上轨|布林带上轨|上轨", Role::fact, 0, "boll_upper"},
    PhraseRow{"布林中轨|布林带中轨|中轨", Role::fact, 0, "boll_middle"},
    PhraseRow{"布林下轨|布林带下轨|下轨", Role::fact, 0, "boll_lower"},
    PhraseRow{"平均真实波幅|真实波幅|ATR14|14日ATR", Role::fact, 0, "atr_14"},
    PhraseRow{"52周高点|52周最高|52周新高|一年高点|250日高点|250日最高|250日最高价|年内高点|"
              "近250日最高|近250日高点",
              Role::fact, 0, "high_250"},
    PhraseRow{"52周低点|52周最低|一年低点|250日低点|250日最低|250日最低价|年内低点|近250日最低|"
              "近250日低点",
              Role::fact, 0, "low_250"},
    // volume
    PhraseRow{"成交量|成交|成交股数|量能", Role::fact, 0, "volume"},
    PhraseRow{"20日均量|20日平均成交量|20日平均量|均量|日均成交量", Role::fact, 0, "volume_avg_20"},
    PhraseRow{"为20日均量的|20日均量的|是20日均量的|相当于20日均量的|均量的|20日均量倍数",
              Role::fact, 0, "volume_ratio_20"},
    PhraseRow{"成交额|成交金额", Role::fact, 0, "amount"},
    PhraseRow{"20日成交额中位数|成交额中位数", Role::fact, 0, "amount_median_20"},
    PhraseRow{"换手率|换手", Role::fact, 0, "turnover_pct"},
    PhraseRow{"量比", Role::fact, 0, "volume_ratio_5"},
    PhraseRow{"能量潮", Role::fact, 0, "obv"},
    // risk
    PhraseRow{"20日年化波动率|20日波动率", Role::fact, 0, "volatility_20"},
    PhraseRow{"60日年化波动率|60日波动率|年化波动率|波动率", Role::fact, 0, "volatility_60"},
    PhraseRow{"250日年化波动率|250日波动率|一年波动率", Role::fact, 0, "volatility_250"},
    PhraseRow{"日波动标准差|日标准差|日收益标准差", Role::fact, 0, "daily_sd_60"},
    PhraseRow{"夏普|夏普比率", Role::fact, 0, "sharpe_250"},
    PhraseRow{"索提诺|索提诺比率", Role::fact, 0, "sortino_250"},
    PhraseRow{"最大回撤|回撤", Role::fact, 0, "max_drawdown_250"},
    PhraseRow{"每20日有1日跌幅超过|每20日有1日|每20个交易日有1日|二十日有一日|在险价值|VaR|"
              "每二十日有一日",
              Role::fact, 0, "var_95_250"},
    PhraseRow{"尾部平均损失|平均超额损失|条件在险价值|预期损失|CVaR|其均值|超出部分平均",
              Role::fact, 0, "cvar_95_250"},
    PhraseRow{"贝塔|贝塔系数|beta", Role::fact, 0, "beta_250"},
    PhraseRow{"相关系数|相关性", Role::fact, 0, "correlation_250"},
    // lean and call
    PhraseRow{"证据|项证据|条件|项条件", Role::conditions},
    PhraseRow{"正面|看多", Role::count_up},
    PhraseRow{"负面|看空|反面", Role::count_down},
    PhraseRow{"合计|六项合计|六项之和|得分", Role::fact, 0, "lean_sum"},
    PhraseRow{"倾向|趋势倾向", Role::fact, 0, "lean"},
    PhraseRow{"观点|判断|预测", Role::fact, 0, "call_direction"},
    PhraseRow{"置信度", Role::fact, 0, "call_confidence"},
    PhraseRow{"可比样本|可比窗口|样本|可比区段", Role::fact, 0, "call_windows"},
    PhraseRow{"概率|可能性|几率", Role::probability},
    PhraseRow{"基准|基准概率|基准频率", Role::base_rate},
    PhraseRow{"区间内|区间", Role::side_inside},
    PhraseRow{"半宽|区间半宽|带宽", Role::fact, 0, "call_band"},
    PhraseRow{"重新评估|需重新评估|重新审视|改变观点|观点失效", Role::reopen},
    PhraseRow{"下一参考位|参考位|下一目标|下一压力|下一支撑|下一关口", Role::next_level},
    PhraseRow{"若|如果|如|一旦|则|假如|倘若", Role::condition},
    // relations
    PhraseRow{"高于|高过|上方|之上|以上|站上|在上|超过|超出|大于|位于上方|高出", Role::level, 1},
    PhraseRow{"低于|下方|之下|以下|小于|不及|位于下方|不足", Role::level, -1},
    PhraseRow{"上穿|升破|突破|站回|收复|回升至|重回上方|向上突破", Role::cross, 1},
    PhraseRow{"下穿|跌破|失守|跌穿|向下跌破|跌落", Role::cross, -1},
    PhraseRow{"回到", Role::cross, 0},
    PhraseRow{"上涨|上行|涨|上升|走高|升|回升|涨幅|反弹|增长|增加|收涨|上扬|累计上涨|抬升",
              Role::move, 1},
    PhraseRow{"下跌|下行|跌|下降|走低|回落|跌幅|亏损|减少|收跌|下滑|累计下跌|下移|损失", Role::move,
              -1},
    PhraseRow{"上行的|向上的|上升的|抬升的", Role::slope, 1},
    PhraseRow{"下行的|向下的|下降的|下移的", Role::slope, -1},
    PhraseRow{"走平|走平的|持平|横盘", Role::slope, 0},
    PhraseRow{"领先|跑赢|强于|超额", Role::lead, 1},
    PhraseRow{"落后|跑输|弱于|落后于", Role::lead, -1},
    PhraseRow{"为正|正值|转正", Role::sign, 1},
    PhraseRow{"为负|负值|转负", Role::sign, -1},
    PhraseRow{"多于|不少于|至少", Role::size, 1},
    PhraseRow{"少于|不超过|至多|不到", Role::size, -1},
    PhraseRow{"收益|收益率|回报|回报率|涨跌幅|涨跌|累计收益|表现", Role::returns},
    PhraseRow{"变动|变化|距离|差距|差", Role::difference},
    // levels
    PhraseRow{"支撑|支撑区|支撑带|支撑位", Role::zone, -1},
    PhraseRow{"压力|阻力|压力区|压力带|压力位|阻力位", Role::zone, 1},
    PhraseRow{"区域", Role::zone, 0},
    PhraseRow{"低点|拐点低点|波段低点|摆动低点", Role::swing, -1},
    PhraseRow{"高点|拐点高点|波段高点|摆动高点", Role::swing, 1},
    PhraseRow{"拐点", Role::swing, 0},
    // bound words
    PhraseRow{"新高|收盘新高|创新高", Role::extreme, 1},
    PhraseRow{"新低|收盘新低|创新低", Role::extreme, -1},
    PhraseRow{"接近|临近|贴近|靠近", Role::near},
    PhraseRow{"放量|巨量|量能放大", Role::heavy},
    PhraseRow{"缩量|地量|量能萎缩", Role::light},
    PhraseRow{"超买超卖", Role::stretched, 0},
    PhraseRow{"超买", Role::stretched, 1},
    PhraseRow{"超卖", Role::stretched, -1},
    PhraseRow{"趋势明确|趋势行情|趋势显著|处于趋势", Role::trending},
    PhraseRow{"急涨|急跌|大幅|剧烈|急剧", Role::sharp},
    PhraseRow{"低估|便宜|估值偏低", Role::cheap},
    PhraseRow{"高估|偏贵|估值偏高", Role::dear},
    PhraseRow{"未|没有|不|非|未见|并未|无|尚未", Role::negation},
    PhraseRow{"分别", Role::respectively},
    // data
    PhraseRow{"拆股|拆分|拆细|拆", Role::fact, 0, "split_ratio"},
    PhraseRow{"拆股|拆分|拆细|拆", Role::fact, 0, "split_date"},
    PhraseRow{"披露|财报|年报|季报|披露日", Role::fact, 0, "filing_date"},
    PhraseRow{"营业收入|营收|收入", Role::fact, 0, "revenue_ttm"},
    PhraseRow{"收入增速|营收增速|营收增长", Role::fact, 0, "revenue_growth"},
    PhraseRow{"净利润|净利", Role::fact, 0, "net_income_ttm"},
    PhraseRow{"市盈率|PE|滚动市盈率", Role::fact, 0, "pe_ttm"},
    PhraseRow{"市净率|PB", Role::fact, 0, "pb"},
    PhraseRow{"不要|不过|不设|无实质|不可|不列|不构成|没有新", Role::name},
};

}  // namespace

std::span<PhraseRow const> chinese_phrases() noexcept { return rows; }

}  // namespace ec::narrative::audit
