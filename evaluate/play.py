"""Play a citizen against the conversation, with the trained model's understanding."""

from datetime import date

from bot.dialogue import Memory

TODAY = date(2026, 11, 22)  # the day the scripted citizens live on
UNSURE = "Det ved jeg ikke"
MOST_TURNS = 14


def play(conversation, listen, opening, answers=None, *, site=None, today=TODAY):
    """Answer every question from `answers` (fact -> text), else with "det ved jeg ikke".

    Returns the outcome (None when there was none), the facts asked for, and all the bot said.
    """
    memory, said, asked, heard = Memory(), opening, [], []
    for _ in range(MOST_TURNS):
        turn = conversation.respond(said, listen(said), memory, today=today, site=site)
        memory = turn.memory
        heard += [utterance.text for utterance in turn.says]
        customs = [utterance.custom for utterance in turn.says if utterance.custom]
        outcome = next((custom["outcome"] for custom in customs if "outcome" in custom), None)
        if outcome:
            return outcome, asked, heard
        questions = [custom["question"]["fact"] for custom in customs if "question" in custom]
        if not questions:
            return None, asked, heard
        asked.append(questions[-1])
        said = (answers or {}).get(questions[-1], "Ja" if questions[-1] == "bekraeft" else UNSURE)
    return None, asked, heard
