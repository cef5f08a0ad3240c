"""How a run is told: terminal, JSON, HTML, JUnit, and two runs side by side."""
