#include "audit_lexicon.hpp"

#include <array>

namespace ec::narrative::audit {
namespace {

// English phrases beside the catalogue's own names.
constexpr std::array rows{
    // prices of the session
    PhraseRow{"close|closed|closes|closing price|closing level|last price|settled|settles|"
              "finished|ended the session|ended|quoted at|trades at|traded at|trading at",
              Role::fact, 0, "close"},
    PhraseRow{"opened|opening price|open price", Role::fact, 0, "open"},
    PhraseRow{"day high|intraday high|session high|high of the day|high of the session", Role::fact,
              0, "high"},
    PhraseRow{"day low|intraday low|session low|low of the day|low of the session", Role::fact, 0,
              "low"},
    PhraseRow{"previous close|prior close|close the session before|close of the session before|"
              "the session before|previous session",
              Role::fact, 0, "previous_close"},
    PhraseRow{"last session|session date|as of|as at", Role::fact, 0, "session"},
    PhraseRow{"the stock|the share|the shares|stock|the share price|share price|price|it|prices|"
              "the company|the index",
              Role::subject},
    PhraseRow{"benchmark|the benchmark|the market|the broad market|s&p 500|the s&p 500|csi 300|"
              "the csi 300|hang seng index|hang seng",
              Role::benchmark},
    PhraseRow{"nasdaq 100|russell 2000|dow 30|stoxx 600|nikkei 225|ftse 100|csi 500", Role::name},
    // averages
    PhraseRow{"{n}-day average|{n}-day averages|{n}-day moving average|{n} day moving average|"
              "{n}-day simple moving average|{n}-day sma|{n}-day ma|{n}-session average|"
              "{n}-session moving average|sma({n})|sma {n}|sma{n}|ma({n})|ma {n}|ma{n}|{n}dma|"
              "{n}-dma|moving average of {n} days|average of {n} sessions",
              Role::fact, 0, "sma_{n}"},
    PhraseRow{"ema({n})|ema {n}|ema{n}|{n}-day ema|{n}-day exponential average|"
              "{n}-day exponential moving average",
              Role::fact, 0, "ema_{n}"},
    PhraseRow{"ema(12)|ema 12|ema12|12-day ema|12-day exponential moving average", Role::fact, 0,
              "ema_12"},
    PhraseRow{"ema(26)|ema 26|ema26|26-day ema|26-day exponential moving average", Role::fact, 0,
              "ema_26"},
    // momentum
    PhraseRow{"macd line|macd(12,26,9)|macd (12, 26, 9)|dif", Role::fact, 0, "macd"},
    PhraseRow{"macd signal line|signal line|macd signal|dea", Role::fact, 0, "macd_signal"},
    PhraseRow{"macd histogram|histogram|macd(12,26,9) histogram|macd hist", Role::fact, 0,
              "macd_hist"},
    PhraseRow{"rsi 14|14-day rsi|rsi14|relative strength index", Role::fact, 0, "rsi_14"},
    PhraseRow{"adx 14|14-day adx|adx14|average directional index", Role::fact, 0, "adx_14"},
    PhraseRow{"+di(14)|plus di|+di 14|di+", Role::fact, 0, "plus_di_14"},
    PhraseRow{"-di(14)|minus di|-di 14|di-", Role::fact, 0, "minus_di_14"},
    PhraseRow{"kdj k value|k value|k line|%k", Role::fact, 0, "kdj_k"},
    PhraseRow{"kdj d value|d value|d line|%d", Role::fact, 0, "kdj_d"},
    PhraseRow{"kdj j value|j value|j line|%j", Role::fact, 0, "kdj_j"},
    PhraseRow{"cci|cci 20", Role::fact, 0, "cci_20"},
    PhraseRow{"williams %r(14)|williams r|%r", Role::fact, 0, "willr_14"},
    PhraseRow{"mfi|money flow index", Role::fact, 0, "mfi_14"},
    // range
    PhraseRow{"upper band|upper bollinger band|bollinger upper band|top bollinger band|"
              "bollinger top",
              Role::fact, 0, "boll_upper"},
    PhraseRow{"middle band|middle bollinger band|bollinger middle band", Role::fact, 0,
              "boll_middle"},
    PhraseRow{"lower band|lower bollinger band|bollinger lower band|bottom bollinger band",
              Role::fact, 0, "boll_lower"},
    PhraseRow{"atr 14|14-day atr|average true range|atr14|true range", Role::fact, 0, "atr_14"},
    PhraseRow{"52-week high|52 week high|one-year high|12-month high|250-day high|"
              "250-session high|yearly high|high of 250 sessions|highest in 250 sessions",
              Role::fact, 0, "high_250"},
    PhraseRow{"52-week low|52 week low|one-year low|12-month low|250-day low|250-session low|"
              "yearly low|low of 250 sessions|lowest in 250 sessions",
              Role::fact, 0, "low_250"},
    // volume
    PhraseRow{"volume|trading volume|shares traded|shares changed hands", Role::fact, 0, "volume"},
    PhraseRow{"20-day average volume|average 20-day volume|20-day volume average|"
              "average volume of 20 days|average daily volume|average volume",
              Role::fact, 0, "volume_avg_20"},
    PhraseRow{"times the 20-day average|times its 20-day average|x its 20-day average|"
              "x the 20-day average|times the 20-session average|times its 20-session average|"
              "times average volume|times its average volume|times the average volume",
              Role::fact, 0, "volume_ratio_20"},
    PhraseRow{"turnover|turnover value|value traded", Role::fact, 0, "amount"},
    PhraseRow{"median 20-day turnover|20-day median turnover|median turnover", Role::fact, 0,
              "amount_median_20"},
    PhraseRow{"turnover rate|turnover ratio", Role::fact, 0, "turnover_pct"},
    PhraseRow{"volume ratio|5-day volume ratio", Role::fact, 0, "volume_ratio_5"},
    PhraseRow{"on-balance volume|on balance volume", Role::fact, 0, "obv"},
    // risk
    PhraseRow{"annualised 20-day volatility|20-day volatility|20-day annualised volatility|"
              "20-session volatility|annualized 20-day volatility|20-day realised volatility|"
              "20-day annualized volatility",
              Role::fact, 0, "volatility_20"},
    PhraseRow{"annualised 60-day volatility|60-day volatility|60-day annualised volatility|"
              "60-session volatility|annualized 60-day volatility|60-day realised volatility|"
              "60-day annualized volatility|volatility",
              Role::fact, 0, "volatility_60"},
    PhraseRow{"annualised 250-day volatility|250-day volatility|250-day annualised volatility|"
              "one-year volatility|annualized 250-day volatility|250-day annualized volatility",
              Role::fact, 0, "volatility_250"},
    PhraseRow{"daily standard deviation|daily sd|daily deviation|standard deviation of a day",
              Role::fact, 0, "daily_sd_60"},
    PhraseRow{"sharpe|sharpe ratio", Role::fact, 0, "sharpe_250"},
    PhraseRow{"sortino|sortino ratio", Role::fact, 0, "sortino_250"},
    PhraseRow{"maximum drawdown|max drawdown|largest drawdown|deepest drawdown|drawdown|"
              "largest fall from a peak",
              Role::fact, 0, "max_drawdown_250"},
    PhraseRow{"one day in twenty|one day in 20|1 day in 20|one session in twenty|value at risk|var|"
              "95% var|95 % value at risk|5% value at risk|one-day 95% var",
              Role::fact, 0, "var_95_250"},
    PhraseRow{"expected shortfall|cvar|average loss beyond it|average loss beyond that|"
              "average of those losses|mean loss beyond it",
              Role::fact, 0, "cvar_95_250"},
    PhraseRow{"beta", Role::fact, 0, "beta_250"},
    PhraseRow{"correlation|correlation with the benchmark", Role::fact, 0, "correlation_250"},
    // lean and call
    PhraseRow{"conditions|measured conditions|evidence|trend conditions|readings",
              Role::conditions},
    PhraseRow{"sum|sum of the six|sum of six|score", Role::fact, 0, "lean_sum"},
    PhraseRow{"lean|the lean|lean since", Role::fact, 0, "lean"},
    PhraseRow{"call|the call|20-session call|forecast|outlook", Role::fact, 0, "call_direction"},
    PhraseRow{"confidence", Role::fact, 0, "call_confidence"},
    PhraseRow{"comparable windows|comparable non-overlapping windows|windows|similar windows",
              Role::fact, 0, "call_windows"},
    PhraseRow{"probability|probabilities|chance|likelihood|odds|percent chance", Role::probability},
    PhraseRow{"base rate|base rates|the base rate", Role::base_rate},
    PhraseRow{"inside|inside the band|sideways", Role::side_inside},
    PhraseRow{"band|half width|the band is", Role::fact, 0, "call_band"},
    PhraseRow{"reopen|reopens|reopened|reopen it|reopen the call|change the call|"
              "change the view|need a new look",
              Role::reopen},
    PhraseRow{"next reference|next level|next reference level|next resistance|next support|"
              "next swing high|next swing low|next stop",
              Role::next_level},
    PhraseRow{"if|would|should|unless|were to|in case|until", Role::condition},
    PhraseRow{"{n}-day|{n}-day one|{n}-session", Role::ellipsis, 0, "sma_{n}"},
    PhraseRow{"invalidation|invalidate it|invalidate|invalidates|stop", Role::invalidation},
    PhraseRow{"directional move was down|directional move is down|directional move down|"
              "mild move down|move is down",
              Role::drift, -1},
    PhraseRow{"directional move was up|directional move is up|directional move up|mild move up|"
              "move is up",
              Role::drift, 1},
    PhraseRow{"bullish divergence", Role::divergence, 1},
    PhraseRow{"bearish divergence", Role::divergence, -1},
    PhraseRow{"away from|distance to|distance from|from the", Role::distance},
    PhraseRow{"mixed|neutral", Role::state},
    PhraseRow{"no earlier swing high|no earlier high", Role::no_level, 1},
    PhraseRow{"no earlier swing low|no earlier low", Role::no_level, -1},
    PhraseRow{"no zone above|no resistance above", Role::no_zone, 1},
    PhraseRow{"no zone below|no support below", Role::no_zone, -1},
    PhraseRow{"bullish engulfing", Role::pattern, 1},
    PhraseRow{"bearish engulfing", Role::pattern, -1},
    PhraseRow{"close against its 200-day average", Role::fact, 0, "condition_close_sma_200"},
    PhraseRow{"50-day average against its own value of 20 sessions ago", Role::fact, 0,
              "condition_sma_50_change"},
    PhraseRow{"50-day average against the 200-day average", Role::fact, 0, "condition_sma_50_200"},
    PhraseRow{"close against that of 60 sessions ago", Role::fact, 0, "condition_return_60"},
    PhraseRow{"conditions up", Role::item_sign, 1},
    PhraseRow{"conditions down", Role::item_sign, -1},
    PhraseRow{"neither way", Role::item_sign, 0},
    PhraseRow{"conditions pointed up", Role::all_agree, 1},
    PhraseRow{"conditions pointed down", Role::all_agree, -1},
    PhraseRow{"conditions pointed up|conditions pointed down", Role::conditions},
    PhraseRow{"gap up", Role::pattern, 2},
    PhraseRow{"gap down", Role::pattern, -2},
    PhraseRow{"largest share belongs to|largest share is", Role::largest},
    PhraseRow{"trend evidence", Role::fact, 0, "lean"},
    PhraseRow{"difference between|gap between|spread between|apart", Role::gap},
    PhraseRow{"median", Role::fact, 0, "amount_median_20"},
    PhraseRow{"bollinger bands|bollinger band|bollinger", Role::bollinger},
    PhraseRow{"upper", Role::band_part, 1},
    PhraseRow{"middle", Role::band_part, 0},
    PhraseRow{"lower", Role::band_part, -1},
    PhraseRow{"averages|moving averages|average", Role::average_word},
    PhraseRow{"a day earlier|the day before|one day earlier|a day before", Role::fact, 0,
              "previous_close"},
    PhraseRow{"one in twenty", Role::fact, 0, "var_95_250"},
    // relations
    PhraseRow{"above|over|higher than|exceeds|exceeded|exceeding|greater than|north of|"
              "on top of|top of",
              Role::level, 1},
    PhraseRow{"below|under|lower than|beneath|south of|short of|off its", Role::level, -1},
    PhraseRow{"crossed above|crosses above|cross above|broke above|breaks above|broke through|"
              "back above|moved above|rose above|climbed above|reclaimed|closed back above|"
              "returned above|broken above",
              Role::cross, 1},
    PhraseRow{"crossed below|crosses below|cross below|broke below|breaks below|back below|"
              "moved below|fell below|dropped below|slipped below|lost the|closed back below|"
              "fell back below|broken below|falls below",
              Role::cross, -1},
    PhraseRow{"gain|gains|profit|profits", Role::outcome, 1},
    PhraseRow{"loss|losses|a loss of", Role::outcome, -1},
    PhraseRow{"rose|rise|rises|risen|gained|climbed|climb|advanced|advance|increased|"
              "increase|added|rallied|rally|jumped|surged|grew|higher|up|improved|upward",
              Role::move, 1},
    PhraseRow{"fell|fall|falls|fallen|lost|lose|loses|declined|decline|"
              "dropped|drop|decreased|decrease|slid|slipped|shed|sank|tumbled|plunged|down|"
              "downward",
              Role::move, -1},
    PhraseRow{"rising|upward sloping|climbing|turning up", Role::slope, 1},
    PhraseRow{"falling|downward sloping|declining|turning down", Role::slope, -1},
    PhraseRow{"flat|sideways moving|little changed", Role::slope, 0},
    PhraseRow{"ahead of|ahead|outperformed|outperforming|outperformance|beat|beating|leads|led",
              Role::lead, 1},
    PhraseRow{"behind|underperformed|underperforming|underperformance|lagged|lagging|lags|lag|"
              "trailed|trailing|trails",
              Role::lead, -1},
    PhraseRow{"positive", Role::sign, 1},
    PhraseRow{"negative", Role::sign, -1},
    PhraseRow{"more than|at least|no less than|upwards of", Role::size, 1},
    PhraseRow{"less than|at most|fewer than|no more than|not more than", Role::size, -1},
    PhraseRow{"return|returned|returns|performance|total return|excess return|made", Role::returns},
    PhraseRow{"change|changed|change on the day|moved|move", Role::difference},
    // levels
    PhraseRow{"support|support zone|support area", Role::zone, -1},
    PhraseRow{"resistance|resistance zone|resistance area", Role::zone, 1},
    PhraseRow{"zone|zones|area", Role::zone, 0},
    PhraseRow{"swing low|swing lows|low of|lows of|trough", Role::swing, -1},
    PhraseRow{"swing high|swing highs|high of|highs of|peak", Role::swing, 1},
    PhraseRow{"swing|swings", Role::swing, 0},
    // bound words
    PhraseRow{"new high|new closing high|highest close|record high|fresh high", Role::extreme, 1},
    PhraseRow{"new low|new closing low|lowest close|record low|fresh low", Role::extreme, -1},
    PhraseRow{"near|close to|at the edge of|next to|around its", Role::near},
    PhraseRow{"heavy|heavy volume|heavily traded|high volume|elevated volume", Role::heavy},
    PhraseRow{"light|light volume|thin volume|low volume|lightly traded", Role::light},
    PhraseRow{"stretched", Role::stretched},
    PhraseRow{"overbought", Role::stretched, 1},
    PhraseRow{"oversold", Role::stretched, -1},
    PhraseRow{"trending|in a trend|a trend is in place|strong trend", Role::trending},
    PhraseRow{"sharp|sharp move|sharply", Role::sharp},
    PhraseRow{"cheap|undervalued|inexpensive", Role::cheap},
    PhraseRow{"dear|expensive|overvalued|richly valued", Role::dear},
    PhraseRow{"not|no|no longer|never|neither|without|nor|isn't|wasn't", Role::negation},
    PhraseRow{"respectively", Role::respectively},
    // data
    PhraseRow{"adjusted to|adjusted form of|adjusted form|base date", Role::adjusted},
    PhraseRow{"the day's|day's|on the day|for the day|that day's", Role::fact, 0, "return_1"},
    PhraseRow{"board lot", Role::fact, 0, "board_lot"},
    PhraseRow{"complete sessions since", Role::fact, 0, "bars"},
    PhraseRow{"complete sessions since|complete sessions", Role::fact, 0, "first_session"},
    PhraseRow{"complete sessions", Role::fact, 0, "bars"},
    PhraseRow{"cash dividends|cash dividend|dividends", Role::fact, 0, "dividends_250"},
    PhraseRow{"data flag|data flags|carry a data flag|carries a data flag", Role::fact, 0,
              "flagged_bars_250"},
    PhraseRow{"figures checked|figures and relations checked|claims checked|seeded errors|"
              "own accuracy",
              Role::meta},
    PhraseRow{"split|stock split", Role::fact, 0, "split_ratio"},
    PhraseRow{"split|stock split", Role::fact, 0, "split_date"},
    PhraseRow{"filed|filing|form 10-k|form 10-q|10-k|10-q|annual report|quarterly report",
              Role::fact, 0, "filing_date"},
    PhraseRow{"filing before it|filing before that|previous filing", Role::fact, 0,
              "filing_before_date"},
    PhraseRow{"period ended|quarter ended|year ended|period end", Role::fact, 0, "period_end"},
    PhraseRow{"revenue|sales", Role::fact, 0, "revenue_ttm"},
    PhraseRow{"revenue growth|sales growth", Role::fact, 0, "revenue_growth"},
    PhraseRow{"three-year revenue growth|3-year revenue growth", Role::fact, 0, "revenue_cagr_3"},
    PhraseRow{"five-year revenue growth|5-year revenue growth", Role::fact, 0, "revenue_cagr_5"},
    PhraseRow{"gross margin", Role::fact, 0, "gross_margin"},
    PhraseRow{"operating margin", Role::fact, 0, "operating_margin"},
    PhraseRow{"net margin|net profit margin|profit margin", Role::fact, 0, "net_margin"},
    PhraseRow{"return on equity|roe", Role::fact, 0, "roe"},
    PhraseRow{"return on invested capital|roic", Role::fact, 0, "roic"},
    PhraseRow{"current ratio", Role::fact, 0, "current_ratio"},
    PhraseRow{"debt-to-equity|debt to equity|debt-to-equity ratio|debt/equity", Role::fact, 0,
              "debt_to_equity"},
    PhraseRow{"p/s|ps|price-sales ratio|price-to-sales|price to sales|sales multiple", Role::fact,
              0, "ps"},
    PhraseRow{"ev/ebitda|ev to ebitda", Role::fact, 0, "ev_ebitda"},
    PhraseRow{"free cash flow yield|fcf yield", Role::fact, 0, "fcf_yield"},
    PhraseRow{"net income|net profit|earnings of", Role::fact, 0, "net_income_ttm"},
    PhraseRow{"p/e|pe|pe ratio|p/e ratio|price-to-earnings|price to earnings|earnings multiple",
              Role::fact, 0, "pe_ttm"},
    PhraseRow{"p/b|pb|pb ratio|price-to-book|price to book|book multiple", Role::fact, 0, "pb"},
};

}  // namespace

std::span<PhraseRow const> english_phrases() noexcept { return rows; }

}  // namespace ec::narrative::audit
