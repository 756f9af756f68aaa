"""Writes declarations as employers and associations send them: DSN lines and JSON Lines.

Fictional people; their NIR have valid keys so that the server's check is really passed.
"""
import json


def nir(thirteen):
    """A NIR with its key: 97 - (number mod 97)."""
    return f"{thirteen}{97 - int(thirteen) % 97:02d}"


class Person:
    def __init__(self, thirteen, family, given, birth):
        self.nir, self.family, self.given, self.birth = nir(thirteen), family, given, birth


# Full time · 600 hours in a year · two factors, hired in July · a volunteer.
LEA = Person("2850675116001", "MARTIN", "Léa", "12061985")
NOE = Person("1900369123045", "BERNARD", "Noé", "05031990")
INES = Person("2780933063112", "PETIT", "Inès", "21091978")
HUGO = Person("1951231555078", "DURAND", "Hugo", "30121995")


class Declaration:
    """One DSN of one month. Lines are kept as people would read them; `text` numbers the total."""

    def __init__(self, month, nature="01", kind="01", order="1", siren="552100554"):
        self.lines = [
            ("S10.G00.00.001", "PaieTest"), ("S10.G00.00.002", "Éditeur d'essai"),
            ("S10.G00.00.003", "1.0"), ("S10.G00.00.005", "01"), ("S10.G00.00.006", "P25V01"),
            ("S10.G00.00.008", "01"), ("S10.G00.01.001", siren), ("S10.G00.01.002", "00013"),
            ("S20.G00.05.001", nature), ("S20.G00.05.002", kind), ("S20.G00.05.003", "11"),
            ("S20.G00.05.004", order), ("S20.G00.05.005", f"01{month:%m%Y}"),
            ("S21.G00.06.001", siren), ("S21.G00.06.002", "00013"), ("S21.G00.11.001", "00013"),
        ]

    def person(self, who):
        self.lines += [("S21.G00.30.001", who.nir), ("S21.G00.30.002", who.family),
                       ("S21.G00.30.004", who.given), ("S21.G00.30.006", who.birth)]
        return self

    def contract(self, start, number, unit="10", reference="151.67", quota="151.67"):
        self.lines += [("S21.G00.40.001", f"{start:%d%m%Y}"), ("S21.G00.40.009", number),
                       ("S21.G00.40.011", unit), ("S21.G00.40.012", reference),
                       ("S21.G00.40.013", quota)]
        return self

    def exposure(self, factor, number, year):
        self.lines += [("S21.G00.34.001", factor), ("S21.G00.34.002", number),
                       ("S21.G00.34.003", str(year))]
        return self

    def hours(self, count):
        self.lines += [("S21.G00.53.001", "01"), ("S21.G00.53.002", count), ("S21.G00.53.003", "10")]
        return self

    def end(self, day):
        self.lines += [("S21.G00.62.001", f"{day:%d%m%Y}")]
        return self

    def write(self, path):
        total = len(self.lines) + 2
        lines = self.lines + [("S90.G00.90.001", str(total)), ("S90.G00.90.002", "1")]
        text = "".join(f"{tag},'{value}'\r\n" for tag, value in lines)
        path.write_bytes(text.encode("iso-8859-1"))
        return path


def write_activities(path, activities):
    """Civic-engagement activities, one JSON object a line."""
    with open(path, "w", encoding="utf-8") as file:
        for activity in activities:
            file.write(json.dumps(activity, ensure_ascii=False) + "\n")
    return path
