# Kommandoer. `make` alene viser dem.
PYTHON ?= $(shell command -v python3.10 >/dev/null 2>&1 && python3.10 -c '' 2>/dev/null && echo python3.10 || ls -d $$HOME/.pyenv/versions/3.10.*/bin/python 2>/dev/null | tail -1 || true)
BIN := .venv/bin
READY := .make/run-$(shell cat requirements/run.txt requirements/uv.txt | cksum | cut -d' ' -f1)
DEV := .make/dev-$(shell cat requirements/dev.txt requirements/tools.txt requirements/uv.txt | cksum | cut -d' ' -f1)
export RASA_TELEMETRY_ENABLED := false
export UV_NO_PROGRESS ?= 1

help: ## vis kommandoerne
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(READY) ## start botten (http://127.0.0.1:5005); Ctrl-C stopper den
	@$(BIN)/python -m bot run

talk: $(READY) ## tal med den kørende bot i terminalen (make talk KOMMUNE=aalborg)
	@$(BIN)/python -m bot talk $(if $(KOMMUNE),--kommune $(KOMMUNE))

train: $(READY) ## træn sprogmodellen, hvis den er ældre end sine kilder
	@$(BIN)/python -W ignore -m bot train

check: $(READY) ## vis oplysninger, der trænger til at blive set efter
	@$(BIN)/python -m bot check

rules: $(READY) ## skriv docs/regler.md ud fra beslutningstabellerne
	@$(BIN)/python -m bot rules

learn: $(READY) ## skriv de godkendte rettelser fra portalen ind i data/nlu, og vis dem
	@$(BIN)/python -m bot learn

report: $(READY) ## skriv årsrapporten til var/ (make report YEAR=2026 KOMMUNE=aarhus)
	@$(BIN)/python -m bot report --aar "$(YEAR)" $(if $(KOMMUNE),--kommune "$(KOMMUNE)")

demo: $(READY) ## fyld portalen med opfundne samtaler (SLET=ja fjerner dem igen)
	@$(BIN)/python -m bot demo $(if $(filter ja,$(SLET)),--slet)

test: $(DEV) ## kør testene
	@$(BIN)/python -m pytest

fuzz: $(DEV) ## kør de tilfældige prøver længe og med nye tal hver gang
	@TEST_PROFILE=wide $(BIN)/python -m pytest -m hypothesis tests/privacy tests/dialogue tests/channels tests/gateway

lint: $(DEV) ## tjek kode og typer
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(DEV) ## mål hastighed og hukommelse
	@$(BIN)/python -m bench

evaluate: $(DEV) ## mål forståelsen og skriv docs/quality.md; fejler, hvis noget er tabt (ACCEPT=1 gemmer tallene)
	@$(BIN)/python -W ignore -m evaluate $(if $(ACCEPT),--accept) $(if $(QUICK),--quick)

yardstick: $(DEV) ## mål også Rasas DIET på den samme prøve (henter TensorFlow til et miljø for sig, to gigabyte)
	@mkdir -p evaluate/out
	@test -d .venv-diet || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-diet
	@$(BIN)/uv pip sync --quiet --python .venv-diet/bin/python requirements/diet.txt
	@.venv-diet/bin/python -W ignore evaluate/diet.py ../shared/corpora/xsid-da evaluate/out/diet.json
	@$(MAKE) --no-print-directory evaluate

lock: $(DEV) ## fastlås pakkerne igen ud fra requirements/*.in
	@for set in uv run dev diet tools; do $(BIN)/uv pip compile --quiet --python $(BIN)/python --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate $$(case $$set in (diet|tools) ;; (*) echo "--override requirements/absent.txt";; esac) \
	  $$([ $$set = dev ] && echo "-c requirements/run.txt") -o requirements/$$set.txt requirements/$$set.in || exit 1; done

$(BIN)/uv: requirements/uv.txt
	@if [ -z "$(PYTHON)" ]; then echo "Der skal bruges Python 3.10 (python3.10 i PATH, eller make PYTHON=/sti/til/python3.10)."; exit 1; fi
	@echo "… laver et Python-miljø i .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(READY): $(BIN)/uv
	@if ls .make/dev-* >/dev/null 2>&1 && [ -e "$(DEV)" ]; then :; else \
	  echo "… henter pakkerne (en halv gigabyte; et minut eller to første gang)"; \
	  $(BIN)/uv pip sync --quiet --python $(BIN)/python requirements/run.txt && rm -f .make/dev-*; fi
	@$(MAKE) --no-print-directory danish
	@mkdir -p .make && touch $@

$(DEV): $(BIN)/uv
	@echo "… henter pakkerne og testværktøjet"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements/dev.txt
	@test -d .venv-tools || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-tools
	@$(BIN)/uv pip sync --quiet --python .venv-tools/bin/python requirements/tools.txt
	@$(MAKE) --no-print-directory danish
	@mkdir -p .make && touch $@ $(READY)

danish:
	@$(BIN)/python scripts/fetch_danish_pipeline.py

.PHONY: help run talk train check rules learn report demo test fuzz lint bench evaluate yardstick lock danish
.DEFAULT_GOAL := help
