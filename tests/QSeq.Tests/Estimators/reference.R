# Figures of R's forecast package (8.20, R 4.2) to hold the estimators against: Rscript reference.R writes reference.txt.
# Every line: series, method, form, AICc (of HoltWintersM the mean square) or NA, then values, indexes or forecasts.
suppressMessages(library(forecast))
options(digits = 12, warn = -1)
h <- 12
set.seed(20261120)
n <- 1:96
wave <- ts(round(50 + 0.2 * n + 8 * sin(2 * pi * n / 12) + 3 * cos(2 * pi * n / 6) + rnorm(96), 3), frequency = 12)
walk <- ts(round(cumsum(rnorm(96)) + rnorm(96), 3), frequency = 1) # below 0 at times
hourly <- ts(round((20 + 0.01 * (1:240)) * (1 + 0.4 * sin(2 * pi * (1:240) / 24) + 0.1 * cos(2 * pi * (1:240) / 8)) * exp(rnorm(240) / 20), 3), frequency = 24)
all <- list(AirPassengers = AirPassengers, Nile = Nile, sunspot = ts(sunspot.year, frequency = 1), UKgas = UKgas, wave = wave, walk = walk, hourly = hourly)
out <- file("reference.txt", "w")
say <- function(series, method, form, aicc, values)
  writeLines(paste(c(series, method, form, format(aicc, digits = 12), format(as.numeric(values), digits = 10, trim = TRUE)), collapse = " "), out)

# Naive2 and Theta as the M4 competition defines them, in few words.
m4 <- function(y) {
  m <- frequency(y); season <- rep(1, h); x <- as.numeric(y)
  if (m > 1 && length(y) >= 3 * m) {
    r <- acf(y, lag.max = m, plot = FALSE)$acf[-1]
    if (abs(r[m]) > 1.645 / sqrt(length(y)) * sqrt(1 + 2 * sum(r[-m]^2))) {
      s <- decompose(y, type = "multiplicative")$seasonal
      x <- as.numeric(y / s); season <- rep(tail(s, m), h)[1:h]
    }
  }
  t <- seq_along(x); line <- lm(x ~ t); ahead <- coef(line)[1] + coef(line)[2] * (length(x) + 1:h)
  list(naive2 = rep(tail(x, 1), h) * season, theta = (ses(2 * x - fitted(line), h = h)$mean + ahead) / 2 * season)
}
for (name in names(all)) {
  y <- all[[name]]
  m <- frequency(y)
  writeLines(paste(c(name, "values", m, "NA", format(as.numeric(y), digits = 12, trim = TRUE)), collapse = " "), out)
  f <- ses(y, h = h); say(name, "SES", "-", f$model$aicc, f$mean)
  f <- holt(y, h = h); say(name, "Holt", "-", f$model$aicc, f$mean)
  f <- holt(y, h = h, damped = TRUE); say(name, "dampedHolt", "-", f$model$aicc, f$mean)
  say(name, "drift", "-", NA, rwf(y, h = h, drift = TRUE)$mean)
  if (min(y) > 0 || m == 1) { f <- m4(y); say(name, "Naive2", "-", NA, f$naive2); say(name, "Theta", "-", NA, f$theta) }
  f <- ets(y); say(name, "ETS", gsub(" ", "", f$method), f$aicc, forecast(f, h = h)$mean)
  if (m > 1) {
    f <- hw(y, h = h, seasonal = "additive"); say(name, "HoltWintersA", "-", f$model$aicc, f$mean)
    f <- hw(y, h = h, seasonal = "multiplicative"); say(name, "HoltWintersM", "-", f$model$mse, f$mean)
    d <- decompose(y, type = "multiplicative"); say(name, "factors", "-", NA, head(d$seasonal, m))
    d <- decompose(y, type = "additive"); say(name, "summands", "-", NA, head(d$seasonal, m))
    for (s in c("A", "M")) for (e in c("A", "M")) for (t in c("N", "A")) for (dm in c(FALSE, TRUE)) {
      if ((t == "N" && dm) || (e == "A" && s == "M")) next
      f <- ets(y, model = paste0(e, t, s), damped = dm); say(name, "form", gsub(" ", "", f$method), f$aicc, forecast(f, h = h)$mean)
    }
  }
  for (e in c("A", "M")) for (t in c("N", "A")) for (dm in c(FALSE, TRUE)) {
    if ((t == "N" && dm) || (e == "M" && min(y) <= 0)) next
    f <- ets(y, model = paste0(e, t, "N"), damped = dm); say(name, "form", gsub(" ", "", f$method), f$aicc, forecast(f, h = h)$mean)
  }
}
close(out)
