"""What scikit-learn and statsmodels reach on the data that tests/Functions/Predictions trains on: the yardstick in RESULTS.md.

Run from the repository's root: python3 bench/Reference/predictions.py (Debian: python3-sklearn, python3-statsmodels)
"""
import csv

import numpy as np
import sklearn
import statsmodels
from sklearn.datasets import make_friedman1
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from statsmodels.tsa.holtwinters import ExponentialSmoothing

DATA = "tests/Functions/Predictions/Data/"


def table(name, target):
    rows = list(csv.DictReader(open(DATA + name)))
    features = [column for column in rows[0] if column != target]
    return np.array([[float(row[column]) for column in features] for row in rows]), np.array([row[target] for row in rows])


def classify(name, target):
    x, y = table(name, target)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    scores = cross_val_score(model, x, y, cv=StratifiedKFold(10, shuffle=True, random_state=1))
    print(f"{name}: logistic regression, accuracy over 10 folds {scores.mean():.3f}")


def friedman():
    forest, boosted = [], []
    for seed in range(10):
        x, y = make_friedman1(n_samples=2000, noise=1.0, random_state=seed)
        for errors, model in ((forest, RandomForestRegressor(500, max_features=0.34, random_state=seed, n_jobs=2)), (boosted, GradientBoostingRegressor(random_state=seed))):
            errors.append(mean_squared_error(y[200:], model.fit(x[:200], y[:200]).predict(x[200:])))
    print(f"Friedman #1, 200 rows to learn from: mean squared error of a random forest {np.mean(forest):.2f}, of boosted trees {np.mean(boosted):.2f}, over 10 draws")


def smoothed(past, seasonal):
    return ExponentialSmoothing(past, trend="add", seasonal=seasonal, seasonal_periods=12).fit().forecast(12)


def passengers():
    series = np.array([float(row["passengers"]) for row in csv.DictReader(open(DATA + "air-passengers.csv"))])
    past, year = series[:-12], series[-12:]
    forecasts = {
        "of logarithms, season additive": np.exp(smoothed(np.log(past), "add")),
        "season additive": smoothed(past, "add"),
        "season multiplicative": smoothed(past, "mul"),
    }
    for name, forecast in forecasts.items():
        mape = np.mean(np.abs(forecast / year - 1))
        mase = np.mean(np.abs(forecast - year)) / np.mean(np.abs(past[12:] - past[:-12]))
        print(f"AirPassengers, 1960 held out: exponential smoothing with trend, {name}: MAPE {mape:.3f}, MASE {mase:.2f}")


print(f"scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}")
classify("iris.csv", "species")
classify("breast-cancer.csv", "diagnosis")
friedman()
passengers()
